package dev.lifeboat.repository.errors;

/// An object was written with newer keys than this repository was opened with. Either they were changed since,
/// or somebody put an older `keys/` object back.
public final class OutdatedKeysException extends RepositoryException {

    private final String key;

    public OutdatedKeysException(String key, String needs, String known) {
        super(
                "Object " + key + " needs " + needs + ", but the repository was opened with " + known
                        + ". Open it again: its keys may just have been changed. If it happens again, either this"
                        + " object is damaged, or somebody put older keys back: restore the newest object under keys/"
                        + " from a version or copy of the bucket, and find out who can write to it.",
                null);
        this.key = key;
    }

    public String key() {
        return key;
    }
}
