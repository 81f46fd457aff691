package dev.lifeboat.repository.manifest;

import dev.lifeboat.repository.crypto.KeyedSeals;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A document of an encrypted repository that has to be readable before there are keys. Its checksum tells
/// accidents from forgeries, its HMAC proves that a recipient wrote it; that is checked once there are keys.
///
public final class ReadableDocument<T> {

    private static final Pattern SEAL =
            Pattern.compile("\\{\"sha256\":\"([0-9a-f]{64})\",\"hmac-sha-256\":\"([0-9a-f]{64})\"}");

    private final ObjectKey key;
    private final T document;
    private final byte[] json;

    /// Not checked yet.
    private final byte[] mac;

    private ReadableDocument(ObjectKey key, T document, byte[] json, byte[] mac) {
        this.key = key;
        this.document = document;
        this.json = json;
        this.mac = mac;
    }

    public ObjectKey key() {
        return key;
    }

    /// What it says, whoever wrote it.
    public T document() {
        return document;
    }

    /// Whether it claims to be of an encrypted repository.
    public static boolean isOne(ObjectKey key, byte[] content) {
        return SEAL.matcher(TwoLines.read(key, content).second()).matches();
    }

    /// The same bytes each time.
    public static ByteBuffer write(ObjectKey key, Object document, KeyedSeals seals) {
        var json = Json.write(key, document);
        var second = "{\"sha256\":\"" + SealedDocument.checksum(key, json) + "\",\"hmac-sha-256\":\""
                + HexFormat.of().formatHex(seals.authenticate(key, json)) + "\"}";
        return TwoLines.of(json, second).bytes();
    }

    public static <T> ReadableDocument<T> read(ObjectKey key, byte[] content, DocumentFormat format, Class<T> type) {
        var lines = TwoLines.read(key, content);
        var match = lines.seal(key, SEAL, "a document with checksum and HMAC");
        SealedDocument.check(key, lines.firstBytes(), match.group(1));
        return new ReadableDocument<>(
                key,
                Json.read(key, lines.firstBytes(), format, type),
                lines.firstBytes(),
                HexFormat.of().parseHex(match.group(2)));
    }

    /// The document, once it is known who wrote it.
    public T verified(KeyedSeals seals) {
        if (!seals.isAuthentic(key, json, mac)) {
            throw new DamagedException(
                    key.value(),
                    "a document that a recipient wrote",
                    "one that was forged, or is another repository's");
        }
        return document;
    }
}
