package dev.lifeboat.repository.manifest;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A document that everybody can read, and on the second line a checksum over its bytes and its key.
///
/// A sequence of two JSON texts, so every JSON tool reads it; a flipped bit or another document under this
/// name shows.
final class SealedDocument {

    private static final Pattern SEAL = Pattern.compile("\\{\"sha256\":\"([0-9a-f]{64})\"}");
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private SealedDocument() {}

    static ByteBuffer seal(ObjectKey key, byte[] json) {
        return TwoLines.of(json, "{\"sha256\":\"" + checksum(key, json) + "\"}").bytes();
    }

    static String checksum(ObjectKey key, byte[] json) {
        var seal = Seals.unencrypted().forNew(key).seal(NOTHING, ByteBuffer.wrap(json), NOTHING);
        return HexFormat.of().formatHex(seal);
    }

    /// The document's own bytes.
    static byte[] open(ObjectKey key, byte[] sealed) {
        var lines = TwoLines.read(key, sealed);
        check(
                key,
                lines.firstBytes(),
                lines.seal(key, SEAL, "a document with its checksum").group(1));
        return lines.firstBytes();
    }

    static void check(ObjectKey key, byte[] json, String checksum) {
        Seals.unencrypted()
                .forRead(key, 0, HexFormat.of().parseHex(checksum))
                .open(NOTHING, ByteBuffer.wrap(json), NOTHING);
    }
}
