package dev.lifeboat.operator.access;

import dev.lifeboat.crds.BackupStorage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a storage's objects lie, as people are told: `s3://bucket/folder/key` or `pvc://claim/folder/key`.
public final class StorageLocation {
    private StorageLocation() {}

    public static String of(BackupStorage storage) {
        return of(storage, "");
    }

    /// @param key of an object; empty for the folder of them all
    public static String of(BackupStorage storage, String key) {
        var provider = storage.getSpec().provider();
        return Optional.ofNullable(provider.s3())
                .map(s3 -> "s3://" + s3.bucket() + "/" + below(s3.prefix(), key))
                .or(() -> Optional.ofNullable(provider.filesystem())
                        .map(volume -> "pvc://" + volume.claimName() + "/" + below(volume.subPath(), key)))
                .orElse("");
    }

    private static String below(@Nullable String path, String key) {
        var folder = path == null ? "" : path.replaceAll("^/+|/+$", "");
        return folder.isEmpty() || key.isEmpty() ? folder + key : folder + "/" + key;
    }
}
