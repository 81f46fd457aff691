package dev.lifeboat.repository.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-256-GCM in one step, with ciphers that are used again: as many as there were users at a time. Safe for
/// any number of threads.
final class GcmCiphers {

    static final int TAG_BYTES = 16;

    private static final int NONCE_BYTES = 12;

    /// Below this, a process has so little to do that it need not get ready for it.
    private static final int WORTH_WARMING = 64 << 10;

    private final Queue<Cipher> free = new ConcurrentLinkedQueue<>();

    /// The place of some bytes within the object whose key encrypts them: no two pieces of an object have the
    /// same.
    record Nonce(int domain, long number) {

        /// The only thing that a key encrypts.
        static final Nonce ONLY = new Nonce(0, 0);

        byte[] bytes() {
            return ByteBuffer.allocate(NONCE_BYTES)
                    .putInt(domain)
                    .putLong(number)
                    .array();
        }
    }

    /// Calls of a megabyte each are so few that the JVM would take the first half gigabyte to compile what they
    /// do, at eleven CPU seconds per gigabyte instead of a tenth of one. Many small ones get it there, a few
    /// hundred under the options of the agent's launcher and twenty times as many without. Once for a process.
    private static final class Warm {

        private static final int MOST_ROUNDS = 120;
        private static final int CALLS_PER_ROUND = 100;
        private static final int BYTES = 1 << 10;
        private static final int PROBE_BYTES = 64 << 10;

        /// A gigabyte per second: three times what is not compiled reaches, a sixth of what is.
        private static final long QUICK_NANOS = PROBE_BYTES;

        private static final GcmCiphers CIPHERS = new GcmCiphers();
        private static final SecretKey KEY = new SecretKeySpec(new byte[Hkdf.BYTES], "AES");
        private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

        static {
            try {
                var nonces = new AtomicLong();
                for (int round = 0; round < MOST_ROUNDS && isSlow(nonces); round++) {
                    for (int call = 0; call < CALLS_PER_ROUND; call++) {
                        thereAndBack(BYTES, nonces);
                    }
                }
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("This JVM lacks AES-GCM", e);
            }
        }

        private Warm() {}

        private static boolean isSlow(AtomicLong nonces) throws GeneralSecurityException {
            long start = System.nanoTime();
            thereAndBack(PROBE_BYTES, nonces);
            return System.nanoTime() - start > 2 * QUICK_NANOS;
        }

        private static void thereAndBack(int bytes, AtomicLong nonces) throws GeneralSecurityException {
            var nonce = new Nonce(0, nonces.getAndIncrement());
            var plain = ByteBuffer.allocate(bytes);
            var stored = ByteBuffer.allocate(bytes + TAG_BYTES);
            CIPHERS.once(Cipher.ENCRYPT_MODE, KEY, nonce, NOTHING, plain, stored);
            CIPHERS.once(Cipher.DECRYPT_MODE, KEY, nonce, NOTHING, stored, plain);
        }

        /// Loading the class has done it.
        static void up() {}
    }

    /// @param target lies over another array and takes [#TAG_BYTES] more
    void encrypt(SecretKey key, Nonce nonce, ByteBuffer associated, ByteBuffer plain, ByteBuffer target) {
        try {
            run(Cipher.ENCRYPT_MODE, key, nonce, associated, plain, target);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM encryption failed", e);
        }
    }

    /// @param target lies over another array and takes [#TAG_BYTES] less
    /// @return whether the bytes are authentic; if not, the target is undefined
    boolean decrypt(SecretKey key, Nonce nonce, ByteBuffer associated, ByteBuffer stored, ByteBuffer target) {
        try {
            run(Cipher.DECRYPT_MODE, key, nonce, associated, stored, target);
            return true;
        } catch (AEADBadTagException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM decryption failed", e);
        }
    }

    private void run(int mode, SecretKey key, Nonce nonce, ByteBuffer associated, ByteBuffer from, ByteBuffer to)
            throws GeneralSecurityException {
        if (from.remaining() >= WORTH_WARMING) {
            Warm.up();
        }
        once(mode, key, nonce, associated, from, to);
    }

    private void once(int mode, SecretKey key, Nonce nonce, ByteBuffer associated, ByteBuffer from, ByteBuffer to)
            throws GeneralSecurityException {
        var pooled = Optional.ofNullable(free.poll());
        var cipher = pooled.isPresent() ? pooled.get() : Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce.bytes()));
        cipher.updateAAD(associated.duplicate());
        cipher.doFinal(
                from.array(),
                from.arrayOffset() + from.position(),
                from.remaining(),
                to.array(),
                to.arrayOffset() + to.position());
        free.add(cipher);
    }
}
