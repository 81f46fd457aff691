package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.api.Tasks;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.http.DropConnection;
import dev.lifeboat.simulator.rpc.XapiError;
import dev.lifeboat.simulator.storage.StorageFailure;
import dev.lifeboat.simulator.storage.StorageFull;
import dev.lifeboat.simulator.xva.DiskInput;
import dev.lifeboat.simulator.xva.MalformedArchive;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/// What a failure says in the task of a transfer.
final class Outcome {
    private Outcome() {}

    /// Puts the failure into the task.
    ///
    /// @return the error to be told in the body, where the connection still stands
    static Optional<XapiError> fail(Tasks tasks, Entity task, Exception failure) {
        var error = error(failure);
        tasks.fail(task, error);
        return failure instanceof DropConnection || failure instanceof IOException
                ? Optional.empty()
                : Optional.of(error);
    }

    private static XapiError error(Exception failure) {
        return switch (failure) {
            case XapiError error -> error;
            case StorageFull _ -> XapiError.backend(44, "There is insufficient space");
            case StorageFailure _, DropConnection _ -> XapiError.of("VDI_IO_ERROR", "Device I/O errors");
            case DiskInput.UnexpectedFile file ->
                XapiError.of("IMPORT_ERROR_UNEXPECTED_FILE", file.expected(), file.found());
            case DiskInput.ChecksumFailed _ -> XapiError.of("IMPORT_ERROR_SOME_CHECKSUMS_FAILED");
            case MalformedArchive archive -> XapiError.of("IMPORT_ERROR", String.valueOf(archive.getMessage()));
            case EOFException _ -> XapiError.of("IMPORT_ERROR_PREMATURE_EOF");
            case IOException e -> XapiError.of("CLIENT_ERROR", String.valueOf(e.getMessage()));
            default -> XapiError.of("INTERNAL_ERROR", failure.toString());
        };
    }
}
