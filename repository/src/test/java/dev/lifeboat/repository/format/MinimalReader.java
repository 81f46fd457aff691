package dev.lifeboat.repository.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// A reader of repositories, written from FORMAT.md alone: nothing of the main code is used, so that page and
/// code are two witnesses.
final class MinimalReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;
    private final MinimalCrypto crypto;
    private final JsonNode description;

    /// @param crypto what opens it
    MinimalReader(Path root, MinimalCrypto crypto) throws IOException, GeneralSecurityException {
        this.root = root;
        this.crypto = crypto;
        this.description = JSON.readTree(crypto.readable("repository.json", read("repository.json")));
        check(description.path("formatVersion").asInt() == 1, "version");
    }

    byte[] read(String key) throws IOException {
        return Files.readAllBytes(root.resolve(key));
    }

    List<String> list(String prefix) throws IOException {
        try (var files = Files.walk(root.resolve(prefix))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    JsonNode manifest(String key) throws IOException, GeneralSecurityException {
        return JSON.readTree(crypto.document(key, read(key)));
    }

    byte[] disk(JsonNode disk) throws IOException, GeneralSecurityException {
        int size = disk.path("sizeBytes").asInt();
        var padded = new byte[size + description.path("pieceBytes").asInt()];
        for (var page : disk.path("pages")) {
            var content = chunk(page.path("chunk").asText(), page.path("pack").asText(), 0);
            page(
                    content,
                    page.path("index").asInt() * description.path("pageBytes").asInt(),
                    padded);
        }
        return Arrays.copyOf(padded, size);
    }

    private void page(byte[] content, int pageOffset, byte[] disk) throws IOException, GeneralSecurityException {
        int piece = description.path("pieceBytes").asInt();
        var page = ByteBuffer.wrap(content);
        check(page.getLong() == 0x4c49464550414745L, "LIFEPAGE");
        check(page.getShort() == 1 && page.getShort() == 0, "version and flags of a page");
        int cells = page.getInt();
        var packs = new String[page.getInt()];
        var chunks = new byte[page.getInt()][];
        page.getInt();
        check(page.getInt() == 0, "reserved");
        for (int i = 0; i < packs.length; i++) {
            packs[i] = hex(take(page, 16));
        }
        for (int i = 0; i < chunks.length; i++) {
            var id = hex(take(page, 32));
            chunks[i] = chunk(id, packs[page.getInt()], 0);
        }
        var runs = take(page, cells);
        for (int cell = 0; cell < cells; cell++) {
            for (int run = 0; run < runs[cell]; run++) {
                int first = page.get();
                int count = page.get();
                int from = page.getShort();
                int at = pageOffset + cell * description.path("cellBytes").asInt() + first * piece;
                int length = Math.min(count * piece, disk.length - at);
                System.arraycopy(chunks[page.getInt()], from * piece, disk, at, length);
            }
        }
        check(!page.hasRemaining(), "end of a page");
    }

    private byte[] chunk(String id, String pack, int steps) throws IOException, GeneralSecurityException {
        check(steps < 8, "steps");
        var key = "packs/" + pack.substring(0, 2) + "/" + pack;
        var content = ByteBuffer.wrap(read(key));
        int trailer = content.limit() - 64;
        check(content.getLong(trailer + 56) == 0x4c4946455041434bL, "LIFEPACK");
        check(content.getShort(trailer + 16) == 1 && content.getInt(trailer + 20) == 0, "version and reserved");
        int entries = content.getInt(trailer + 8);
        int dataKey = content.getInt(trailer + 12);
        int tableOffset = trailer - 48 * entries;
        check(content.getLong(trailer) == tableOffset, "length of all chunks");
        var seal = slice(content, trailer + 24, 32);
        var table = ByteBuffer.wrap(crypto.body(
                key,
                dataKey,
                seal,
                new byte[0],
                slice(content, tableOffset, 48 * entries),
                slice(content, trailer, 24)));
        for (int i = 0; i < entries; i++) {
            if (hex(slice(table, 48 * i, 32)).equals(id)) {
                return content.getShort(trailer + 18) == 1
                        ? chunk(id, hex(slice(table, 48 * i + 32, 16)), steps + 1)
                        : chunk(
                                id,
                                key,
                                dataKey,
                                seal,
                                slice(content, table.getInt(48 * i + 32), table.getInt(48 * i + 36)),
                                table.slice(48 * i, 48));
            }
        }
        throw new IOException("No chunk " + id + " in " + key);
    }

    private byte[] chunk(String id, String key, int dataKey, byte[] seal, byte[] stored, ByteBuffer entry)
            throws GeneralSecurityException {
        int flags = entry.getInt(44);
        check((flags >> 4 & 15) == (dataKey == 0 ? 0 : 1), "encryption in the flags");
        var opened = crypto.chunk(key, dataKey, seal, entry.getInt(32), stored);
        var content = (flags & 15) == 1 ? Zstd.decompress(opened, entry.getInt(40)) : opened;
        check(content.length == entry.getInt(40), "raw length");
        check(hex(crypto.chunkId(content)).equals(id), "chunk id");
        return content;
    }

    static byte[] sha256(byte[]... parts) throws GeneralSecurityException {
        var digest = MessageDigest.getInstance("SHA-256");
        for (var part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    /// The lines of a document, the members of the second one in the order that they must have.
    static String[] lines(byte[] document) {
        var lines = new String(document, StandardCharsets.UTF_8).split("\n", -1);
        check(lines.length == 3 && lines[2].isEmpty(), "two lines");
        return lines;
    }

    static JsonNode json(String line) throws IOException {
        return JSON.readTree(line);
    }

    static byte[] base64(JsonNode node) {
        return Base64.getDecoder().decode(node.asText());
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] take(ByteBuffer source, int length) {
        var bytes = new byte[length];
        source.get(bytes);
        return bytes;
    }

    private static byte[] slice(ByteBuffer source, int from, int length) {
        var bytes = new byte[length];
        source.get(from, bytes);
        return bytes;
    }

    static void check(boolean right, String what) {
        if (!right) {
            throw new AssertionError("Not as FORMAT.md says: " + what);
        }
    }
}
