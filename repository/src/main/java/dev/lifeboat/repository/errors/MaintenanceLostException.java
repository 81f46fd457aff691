package dev.lifeboat.repository.errors;

/// Maintenance stopped half-way, because it may no longer delete: its lease ran out, or another one has taken
/// over. What it did so far is safe, and the next run goes on.
public final class MaintenanceLostException extends RepositoryException {

    public MaintenanceLostException(String lock, String happened) {
        super("Maintenance under " + lock + " stopped: " + happened + ". The next run goes on where it stopped.", null);
    }
}
