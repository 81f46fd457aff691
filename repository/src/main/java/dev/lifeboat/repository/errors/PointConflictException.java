package dev.lifeboat.repository.errors;

/// A recovery point of the same name exists and is not the one being committed.
public final class PointConflictException extends RepositoryException {

    public PointConflictException(String key, String difference) {
        super(
                "Recovery point " + key + " exists already and is another one: " + difference
                        + ". Choose a new point id.",
                null);
    }
}
