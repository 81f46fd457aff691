package dev.lifeboat.operator.naming;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A few characters that tell names apart which would be equal otherwise: the same text always gives the same ones.
public final class ShortHash {
    private static final int RADIX = 36;

    private ShortHash() {}

    /// @param length up to 20 lower-case letters and digits
    public static String of(String text, int length) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            var characters = new BigInteger(1, digest).toString(RADIX);
            return characters.substring(characters.length() - length);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
