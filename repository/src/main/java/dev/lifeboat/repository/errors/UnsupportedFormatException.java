package dev.lifeboat.repository.errors;

/// An object is of a version or needs a feature that this release does not know: an upgrade reads it.
public final class UnsupportedFormatException extends RepositoryException {

    public UnsupportedFormatException(String key, String needs) {
        super("Object " + key + " needs " + needs + ", which this release does not know. Use a newer release.", null);
    }
}
