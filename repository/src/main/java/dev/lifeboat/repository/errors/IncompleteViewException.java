package dev.lifeboat.repository.errors;

import org.jspecify.annotations.Nullable;

/// Maintenance refuses to delete anything, since it cannot see all that is needed: something is there that it
/// cannot read or does not know.
public final class IncompleteViewException extends RepositoryException {

    private final String key;

    public IncompleteViewException(String key, String found, @Nullable Throwable cause) {
        super(
                "Nothing was deleted: " + key + " stands in the way: " + found
                        + ". Run verify, then repair the repository, delete the recovery point, or use a newer"
                        + " release.",
                cause);
        this.key = key;
    }

    /// The object that cannot be read or is not known.
    public String key() {
        return key;
    }
}
