package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// SHA-256 over an object's key, a zero byte, and the bytes it covers: an object under another name does not
/// match.
public final class Checksum {

    public static final int BYTES = 32;

    private Checksum() {}

    public static byte[] of(ObjectKey key, ByteBuffer covered) {
        var digest = Hashes.sha256();
        digest.update(key.value().getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) 0);
        digest.update(covered.duplicate());
        return digest.digest();
    }

    public static boolean matches(byte[] stored, ObjectKey key, ByteBuffer covered) {
        return MessageDigest.isEqual(stored, of(key, covered));
    }
}
