package dev.lifeboat.repository.crypto;

/// Words that a person remembers and that open a repository.
///
/// A passphrase file holds it as UTF-8; line breaks at its end are not part of it.
public final class Passphrase implements UnlockSecret {

    /// Below this, guessing is too cheap, whatever it costs to try one.
    private static final int SHORTEST = 8;

    private final String text;

    private Passphrase(String text) {
        this.text = text;
    }

    /// Reads the content of a passphrase file, or what was typed.
    public static Passphrase parse(String text) {
        var stripped = text.replaceAll("[\r\n]+$", "");
        if (stripped.length() < SHORTEST) {
            throw new IllegalArgumentException("A passphrase has at least " + SHORTEST + " characters");
        }
        return new Passphrase(stripped);
    }

    char[] chars() {
        return text.toCharArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Passphrase that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "passphrase";
    }
}
