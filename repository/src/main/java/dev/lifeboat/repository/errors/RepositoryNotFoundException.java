package dev.lifeboat.repository.errors;

/// The store answers, but holds no repository.
public final class RepositoryNotFoundException extends RepositoryException {

    public RepositoryNotFoundException(String store) {
        super(
                "There is no repository in " + store
                        + ": repository.json is missing. Check bucket and prefix, or create the repository first.",
                null);
    }
}
