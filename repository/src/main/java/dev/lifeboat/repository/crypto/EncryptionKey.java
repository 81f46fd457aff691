package dev.lifeboat.repository.crypto;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/// 32 random bytes that open a repository; what machines use.
///
/// A key file holds them in base64 on one line, as `openssl rand -base64 32` prints them.
public final class EncryptionKey implements UnlockSecret {

    static final int BYTES = 32;

    private final byte[] bytes;

    private EncryptionKey(byte[] bytes) {
        this.bytes = bytes;
    }

    public static EncryptionKey generate() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new EncryptionKey(bytes);
    }

    /// Reads the content of a key file.
    public static EncryptionKey parse(String text) {
        return new EncryptionKey(KeyText.decode("An encryption key", text.strip()));
    }

    /// The content of a key file, but for a line feed at its end.
    public String text() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncryptionKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "encryption key";
    }
}
