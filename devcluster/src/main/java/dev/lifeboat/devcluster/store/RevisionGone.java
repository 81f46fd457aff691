package dev.lifeboat.devcluster.store;

/// A watch asked for changes older than the log goes back.
public final class RevisionGone extends RuntimeException {
    public RevisionGone(long revision, long oldest) {
        super("too old resource version: %d (%d)".formatted(revision, oldest));
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
