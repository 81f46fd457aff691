package dev.lifeboat.repository.manifest;

import dev.lifeboat.repository.crypto.ObjectSeal;
import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// A JSON document and, on a second line, a seal over its bytes and its key: `{"sha256":"…"}`.
///
/// A sequence of two JSON texts, so every JSON tool reads it; a flipped bit or another document under this
/// name shows.
final class SealedDocument {

    private static final byte[] SEAL_START = "\n{\"sha256\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SEAL_END = "\"}\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SEAL_BYTES = SEAL_START.length + 2 * ObjectSeal.BYTES + SEAL_END.length;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private SealedDocument() {}

    static ByteBuffer seal(Seals seals, ObjectKey key, byte[] json) {
        var seal = seals.forNew(key).seal(NOTHING, ByteBuffer.wrap(json), NOTHING);
        return ByteBuffer.allocate(json.length + SEAL_BYTES)
                .put(json)
                .put(SEAL_START)
                .put(HexFormat.of().formatHex(seal).getBytes(StandardCharsets.US_ASCII))
                .put(SEAL_END)
                .flip();
    }

    /// The document's own bytes.
    static byte[] open(Seals seals, ObjectKey key, byte[] sealed) {
        if (sealed.length < SEAL_BYTES) {
            throw new DamagedException(key.value(), "a document and its seal", sealed.length + " bytes");
        }
        var json = Arrays.copyOf(sealed, sealed.length - SEAL_BYTES);
        if (!seal(seals, key, json).equals(ByteBuffer.wrap(sealed))) {
            throw new DamagedException(
                    key.value(), "a document that matches its seal", "other content, or the content of another object");
        }
        return json;
    }
}
