package dev.lifeboat.repository.crypto;

import javax.crypto.Mac;
import javax.crypto.ShortBufferException;

/// Chunk ids that do not tell what a chunk holds, not even to somebody who can guess it.
final class HmacHasher implements ChunkHasher {

    private final Mac hmac;
    private final byte[] hash = new byte[BYTES];

    HmacHasher(byte[] key) {
        this.hmac = Macs.hmac(key);
    }

    @Override
    public byte[] hash(byte[] array, int offset, int length) {
        try {
            hmac.update(array, offset, length);
            hmac.doFinal(hash, 0);
            return hash;
        } catch (ShortBufferException e) {
            throw new IllegalStateException("HMAC-SHA-256 has 32 bytes", e);
        }
    }
}
