package dev.lifeboat.repository.crypto;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// The private half of an X25519 pair: kept offline, for the day when the other keys are lost. The
/// repository needs only the other half.
///
/// An identity file has one line `x25519-private:<base64 of 32 bytes>`; empty lines and lines that begin with
/// `#` are passed over.
public final class Identity implements UnlockSecret {

    private static final String PREFIX = "x25519-private:";

    private final byte[] bytes;

    private Identity(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Identity generate() {
        var bytes = new byte[X25519.BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Identity(bytes);
    }

    /// Reads the content of an identity file.
    public static Identity parse(String text) {
        List<String> lines = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        if (lines.size() != 1 || !lines.getFirst().startsWith(PREFIX)) {
            throw new IllegalArgumentException("An identity is one line " + PREFIX + "<base64 of 32 bytes>");
        }
        return new Identity(KeyText.decode("An identity", lines.getFirst().substring(PREFIX.length())));
    }

    /// The line of an identity file.
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    public PublicIdentity publicPart() {
        return new PublicIdentity(X25519.publicOf(bytes));
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Identity that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "identity " + publicPart();
    }
}
