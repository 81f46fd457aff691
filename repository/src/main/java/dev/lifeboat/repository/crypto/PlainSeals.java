package dev.lifeboat.repository.crypto;

import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.security.DigestException;
import java.security.MessageDigest;

/// SHA-256 for everything, names as they are.
enum PlainSeals implements Seals {
    INSTANCE;

    @Override
    public ChunkHasher chunkHasher() {
        return new Sha256Hasher();
    }

    @Override
    public ObjectSeal forNew(ObjectKey key) {
        return new PlainSeal(key, new byte[ObjectSeal.BYTES]);
    }

    @Override
    public ObjectSeal forRead(ObjectKey key, int dataKey, byte[] seal) {
        if (dataKey != 0) {
            throw new UnsupportedFormatException(key.value(), "data key " + dataKey + " in a repository without keys");
        }
        return new PlainSeal(key, seal);
    }

    @Override
    public boolean encrypted() {
        return false;
    }

    @Override
    public long generation() {
        return 0;
    }

    @Override
    public String publicName(String context, String name) {
        return name;
    }

    private static final class Sha256Hasher implements ChunkHasher {

        private final MessageDigest sha256 = Hashes.sha256();
        private final byte[] hash = new byte[BYTES];

        @Override
        public byte[] hash(byte[] array, int offset, int length) {
            try {
                sha256.update(array, offset, length);
                sha256.digest(hash, 0, hash.length);
                return hash;
            } catch (DigestException e) {
                throw new IllegalStateException("SHA-256 has 32 bytes", e);
            }
        }
    }
}
