package dev.lifeboat.repository.crypto;

import java.util.Arrays;
import java.util.Base64;

/// The public half of an [Identity]: no secret. Written `x25519-public:<base64 of 32 bytes>`.
public final class PublicIdentity {

    private static final String PREFIX = "x25519-public:";

    private final byte[] bytes;

    PublicIdentity(byte[] bytes) {
        this.bytes = bytes;
    }

    public static PublicIdentity parse(String text) {
        var stripped = text.strip();
        if (!stripped.startsWith(PREFIX)) {
            throw new IllegalArgumentException("A public identity is one line " + PREFIX + "<base64 of 32 bytes>");
        }
        return new PublicIdentity(KeyText.decode("A public identity", stripped.substring(PREFIX.length())));
    }

    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicIdentity that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return text();
    }
}
