package dev.lifeboat.repository.crypto;

import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// SHA-256 over an object's key, a zero byte, and the bytes it covers: an object under another name does not
/// match.
final class PlainSeal implements ObjectSeal {

    private final ObjectKey key;
    private final byte[] stored;

    PlainSeal(ObjectKey key, byte[] stored) {
        this.key = key;
        this.stored = stored;
    }

    @Override
    public int dataKey() {
        return 0;
    }

    @Override
    public int growthBytes() {
        return 0;
    }

    @Override
    public void sealChunk(long offset, ByteBuffer plain, ByteBuffer target) {
        target.put(target.position(), plain, plain.position(), plain.remaining());
    }

    @Override
    public void openChunk(long offset, ByteBuffer stored, ByteBuffer target) {
        target.put(target.position(), stored, stored.position(), stored.remaining());
    }

    @Override
    public byte[] seal(ByteBuffer head, ByteBuffer body, ByteBuffer tail) {
        var digest = Hashes.sha256();
        digest.update(key.value().getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) 0);
        digest.update(head.duplicate());
        digest.update(body.duplicate());
        digest.update(tail.duplicate());
        return digest.digest();
    }

    @Override
    public void open(ByteBuffer head, ByteBuffer body, ByteBuffer tail) {
        if (!MessageDigest.isEqual(stored, seal(head, body, tail))) {
            throw new DamagedException(
                    key.value(), "content that matches its seal", "other content, or the content of another object");
        }
    }
}
