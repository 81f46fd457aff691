package dev.lifeboat.repository.objectstore.file;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.errors.ObjectStoreException.Retry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.stream.Stream;

/// What a failed file operation means to a caller.
final class IoFailure {

    private IoFailure() {}

    static ObjectStoreException of(Operation operation, ObjectKey key, IOException e) {
        return new ObjectStoreException(operation, key.value(), retry(e), reason(e), e);
    }

    /// A stale handle or a server that is away passes, a full disk does so only when somebody does something.
    static Retry retry(IOException e) {
        if (isFull(e)) {
            return Retry.WITH_ROOM;
        }
        return e instanceof AccessDeniedException || saysAny(e, "Read-only file system") ? Retry.NEVER : Retry.LATER;
    }

    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied ->
                "access to " + denied.getFile() + " is denied: check owner and mode of the directory, and with NFS the"
                        + " export's squashing";
            case FileSystemException failed
            when failed.getReason() != null -> failed.getFile() + ": " + failed.getReason() + advice(e);
            default -> e.getMessage() + advice(e);
        };
    }

    private static String advice(IOException e) {
        return isFull(e) ? ". Free space, enlarge the volume or its quota, or prune" : "";
    }

    /// Java has no exception of its own for it, but the system's words.
    private static boolean isFull(IOException e) {
        return saysAny(e, "No space left on device", "Disk quota exceeded");
    }

    /// The file system can make no hard links: FAT, some network and overlay file systems.
    static boolean isWithoutLinks(IOException e) {
        return saysAny(e, "Operation not permitted", "Operation not supported", "Function not implemented");
    }

    private static boolean saysAny(IOException e, String... words) {
        var message = String.valueOf(e.getMessage());
        return Stream.of(words).anyMatch(message::contains);
    }
}
