package dev.lifeboat.operator.janitor;

import java.util.Optional;
import java.util.UUID;

/// Something of ours on a pool that nobody needs any more.
sealed interface Leftover {
    UUID uuid();

    /// The resource that it was made for.
    Owner owner();

    /// What it takes on the pool's storage.
    default long usedBytes() {
        return 0;
    }

    /// In a sentence.
    default String what() {
        var what = switch (this) {
            case Snapshot _ -> "snapshot";
            case UnreducedSnapshot _ -> "data of snapshot";
            case UnreducedDisk _ -> "data of snapshot disk";
            case SnapshotDisk _ -> "snapshot disk";
            case UnfinishedVm _ -> "unfinished VM";
            case RestoredDisk _ -> "disk";
            case Task task -> "task '" + task.label() + "'";
        };
        return what + " " + uuid();
    }

    /// @param kind of the resource, for people
    /// @param name `namespace/name`; absent where the marks do not say it
    record Owner(String kind, String uid, Optional<String> name) {
        @Override
        public String toString() {
            return name.map(it -> kind + " " + it).orElse(kind + " with uid " + uid);
        }
    }

    /// A snapshot VM with its disks.
    record Snapshot(UUID uuid, Owner owner, long usedBytes) implements Leftover {}

    /// A snapshot VM of whose disks only the record of changed blocks is needed.
    record UnreducedSnapshot(UUID uuid, Owner owner, long usedBytes) implements Leftover {}

    /// The same for one disk whose snapshot VM is gone.
    record UnreducedDisk(UUID uuid, Owner owner, long usedBytes) implements Leftover {}

    /// A snapshot disk, or a record of changed blocks, without its snapshot VM.
    record SnapshotDisk(UUID uuid, Owner owner, long usedBytes) implements Leftover {}

    /// A VM that was being filled, with its disks.
    record UnfinishedVm(UUID uuid, Owner owner) implements Leftover {}

    /// A disk of a restore that hangs on no VM.
    record RestoredDisk(UUID uuid, Owner owner, long usedBytes) implements Leftover {}

    /// @param label as the pool's own lists show it
    record Task(UUID uuid, Owner owner, String label) implements Leftover {}
}
