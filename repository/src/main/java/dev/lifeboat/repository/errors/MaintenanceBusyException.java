package dev.lifeboat.repository.errors;

/// Maintenance is at work already: only one may delete at a time.
public final class MaintenanceBusyException extends RepositoryException {

    public MaintenanceBusyException(String lock, String holder) {
        super(
                "Maintenance cannot start: " + lock + " is held by " + holder
                        + ". Wait until it has ended, or until its lease has run out if it was killed.",
                null);
    }
}
