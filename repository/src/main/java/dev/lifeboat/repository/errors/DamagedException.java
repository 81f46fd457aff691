package dev.lifeboat.repository.errors;

import org.jspecify.annotations.Nullable;

/// An object holds other bytes than were once written there. Never retried: reading again gives the same
/// bytes.
public final class DamagedException extends RepositoryException {

    private final String key;
    private final String expected;
    private final String found;

    public DamagedException(String key, String expected, String found) {
        this(key, expected, found, null);
    }

    public DamagedException(String key, String expected, String found, @Nullable Throwable cause) {
        super("Object " + key + " is damaged: expected " + expected + ", found " + found, cause);
        this.key = key;
        this.expected = expected;
        this.found = found;
    }

    public String key() {
        return key;
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }
}
