package dev.lifeboat.repository.objectstore.file;

import dev.lifeboat.repository.errors.ObjectStoreException.Retry;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/// What a failed file operation means to a caller.
final class IoFailure {

    private IoFailure() {}

    static Retry retry(IOException e) {
        return e instanceof AccessDeniedException ? Retry.NEVER : Retry.LATER;
    }

    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "access to " + denied.getFile() + " is denied";
            case FileSystemException failed
            when failed.getReason() != null -> failed.getFile() + ": " + failed.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
