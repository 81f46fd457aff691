package dev.lifeboat.repository.crypto;

import dev.lifeboat.repository.crypto.GcmCiphers.Nonce;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.crypto.SecretKey;

/// AES-256-GCM under a key that one writing of one object has for itself: nonces are places in the object,
/// and nothing fits under another name or in another place.
final class GcmSeal implements ObjectSeal {

    /// Random for each writing; the first half of the seal. The tag is the other one.
    static final int SALT_BYTES = 16;

    private static final int CHUNK = 0;
    private static final Nonce BODY = new Nonce(1, 0);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ObjectKey object;
    private final int dataKey;
    private final SecretKey key;
    private final byte[] seal;
    private final GcmCiphers ciphers;

    /// @param seal begins with the salt
    GcmSeal(ObjectKey object, int dataKey, SecretKey key, byte[] seal, GcmCiphers ciphers) {
        this.object = object;
        this.dataKey = dataKey;
        this.key = key;
        this.seal = seal;
        this.ciphers = ciphers;
    }

    @Override
    public int dataKey() {
        return dataKey;
    }

    @Override
    public int growthBytes() {
        return GcmCiphers.TAG_BYTES;
    }

    @Override
    public void sealChunk(long offset, ByteBuffer plain, ByteBuffer target) {
        ciphers.encrypt(key, new Nonce(CHUNK, offset), NOTHING, plain, target);
    }

    @Override
    public void openChunk(long offset, ByteBuffer stored, ByteBuffer target) {
        if (!ciphers.decrypt(key, new Nonce(CHUNK, offset), NOTHING, stored, target)) {
            throw new DamagedException(
                    object.value(), "authentic bytes of a chunk at offset " + offset, "bytes that no writer stored");
        }
    }

    @Override
    public byte[] seal(ByteBuffer head, ByteBuffer body, ByteBuffer tail) {
        var encrypted = ByteBuffer.allocate(body.remaining() + GcmCiphers.TAG_BYTES);
        ciphers.encrypt(key, BODY, join(head, tail), body, encrypted);
        body.put(body.position(), encrypted, 0, body.remaining());
        var result = Arrays.copyOf(seal, ObjectSeal.BYTES);
        encrypted.get(body.remaining(), result, SALT_BYTES, GcmCiphers.TAG_BYTES);
        return result;
    }

    @Override
    public void open(ByteBuffer head, ByteBuffer body, ByteBuffer tail) {
        var stored = join(body, ByteBuffer.wrap(seal, SALT_BYTES, GcmCiphers.TAG_BYTES));
        if (!ciphers.decrypt(key, BODY, join(head, tail), stored, body)) {
            throw new DamagedException(
                    object.value(),
                    "content that matches its seal",
                    "other content, or the content of another object or repository");
        }
    }

    private static ByteBuffer join(ByteBuffer one, ByteBuffer other) {
        return ByteBuffer.allocate(one.remaining() + other.remaining())
                .put(one.duplicate())
                .put(other.duplicate())
                .flip();
    }
}
