package dev.lifeboat.repository.errors;

/// A repository is older than it was once seen: somebody put former keys back, or the store was restored.
public final class RolledBackException extends RepositoryException {

    private final String key;

    public RolledBackException(String key, long generation, long seen) {
        super(
                "Object " + key + " is of generation " + generation + ", but generation " + seen
                        + " was seen before: somebody put older keys back, or the bucket was restored from a copy."
                        + " Bring the newest object under keys/ back, or, if this state is meant, open without a"
                        + " generation.",
                null);
        this.key = key;
    }

    public String key() {
        return key;
    }
}
