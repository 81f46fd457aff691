package dev.lifeboat.agent.order;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.repository.objectstore.FileSystemObjectStore;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.RetryingObjectStore;
import java.nio.file.Path;
import java.util.Optional;

/// Opens storage: the mounted volume, or a bucket with the mounted keys.
public final class StoreDoor implements Doors.Stores {
    private final Optional<Path> volume;

    public StoreDoor(Optional<Path> volume) {
        this.volume = volume;
    }

    @Override
    public ObjectStore open(StorageAccess access) {
        return switch (access) {
            case StorageAccess.FileSystem folder -> new RetryingObjectStore(new FileSystemObjectStore(path(folder)));
            case StorageAccess.S3 bucket ->
                throw new OrderFailedException(
                        FailureReason.InvalidOrder,
                        "Bucket " + bucket.bucket() + " cannot be used: this release knows storage on volumes only");
        };
    }

    private Path path(StorageAccess.FileSystem folder) {
        return volume.orElseThrow(() -> new OrderFailedException(
                        FailureReason.InvalidOrder, "The order's storage is a folder, but --volume is not given"))
                .resolve(folder.subPath());
    }
}
