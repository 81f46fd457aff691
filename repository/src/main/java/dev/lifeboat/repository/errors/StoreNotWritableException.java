package dev.lifeboat.repository.errors;

import org.jspecify.annotations.Nullable;

/// The store cannot take objects at all: a directory that cannot be written, a file system that is full or
/// lacks hard links.
public final class StoreNotWritableException extends RepositoryException {

    public StoreNotWritableException(String store, String happened, @Nullable Throwable cause) {
        super("The store " + store + " cannot be written: " + happened, cause);
    }
}
