package dev.lifeboat.repository.crypto;

import java.util.Base64;

/// 32 bytes as people and files pass them on.
final class KeyText {

    private static final int BYTES = 32;

    private KeyText() {}

    /// Never repeats the text in what it throws: it may be a secret.
    static byte[] decode(String what, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(what + " is 32 bytes in base64, 44 characters on one line; found "
                    + base64.length() + " characters that are not base64");
        }
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    what + " is 32 bytes in base64, 44 characters on one line; found " + bytes.length + " bytes");
        }
        return bytes;
    }
}
