package dev.lifeboat.repository.errors;

/// The recovery point that an incremental run was to build on has been deleted in the meantime.
public final class BaseGoneException extends RepositoryException {

    public BaseGoneException(String base) {
        super(
                "The recovery point with " + base
                        + " is not in the repository any more, so nothing can be built on it. Start the backup again:"
                        + " it chooses another base, or reads the disk in full.",
                null);
    }
}
