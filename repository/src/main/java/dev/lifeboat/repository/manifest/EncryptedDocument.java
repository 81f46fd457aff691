package dev.lifeboat.repository.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.OutdatedKeysException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A document that only recipients can read: the first line says in clear of what format it is, the second
/// one holds the document, and the seal over both.
final class EncryptedDocument {

    private static final Pattern SEAL =
            Pattern.compile("\\{\"aes-256-gcm\":\"([0-9a-f]{64})\",\"content\":\"([0-9A-Za-z+/]*={0,2})\"}");
    private static final JsonMapper JSON = new JsonMapper();
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private EncryptedDocument() {}

    static ByteBuffer seal(Seals seals, ObjectKey key, byte[] json) throws IOException {
        var sealing = seals.forNew(key);
        var content = json.clone();
        var header = header(JSON.readTree(json), sealing.dataKey(), seals.generation());
        var seal = sealing.seal(ByteBuffer.wrap(header), ByteBuffer.wrap(content), NOTHING);
        var second = "{\"aes-256-gcm\":\"" + HexFormat.of().formatHex(seal) + "\",\"content\":\""
                + Base64.getEncoder().encodeToString(content) + "\"}";
        return TwoLines.of(header, second).bytes();
    }

    private static byte[] header(JsonNode document, int dataKey, long generation) throws IOException {
        var header = JSON.createObjectNode();
        for (var shared : new String[] {"format", "formatVersion", "requires"}) {
            header.set(shared, document.path(shared));
        }
        return JSON.writeValueAsBytes(header.put("key", dataKey).put("generation", generation));
    }

    static byte[] open(Seals seals, ObjectKey key, byte[] sealed) throws IOException {
        var lines = TwoLines.read(key, sealed);
        var match = lines.seal(key, SEAL, "an encrypted document");
        var header = JSON.readTree(lines.firstBytes());
        var content = content(key, match.group(2));
        seals.forRead(key, header.path("key").asInt(), HexFormat.of().parseHex(match.group(1)))
                .open(ByteBuffer.wrap(lines.firstBytes()), ByteBuffer.wrap(content), NOTHING);
        long generation = header.path("generation").asLong();
        if (generation > seals.generation()) {
            throw new OutdatedKeysException(
                    key.value(), "keys of generation " + generation, "generation " + seals.generation());
        }
        return content;
    }

    /// Bits that base64 leaves unused are no place for anything.
    private static byte[] content(ObjectKey key, String base64) {
        var content = Base64.getDecoder().decode(base64);
        if (!Base64.getEncoder().encodeToString(content).equals(base64)) {
            throw new DamagedException(key.value(), "content in base64", "bits where none belong");
        }
        return content;
    }
}
