package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.DiskBackup;

/// A disk that is ready to be read: what of it, and from where.
record DiskJob(DiskBackup disk, ReadPlan plan, DiskSource source) {
    Batches batches(int unitBytes) {
        return switch (plan) {
            case ReadPlan.Whole _ -> Batches.whole(disk.sizeBytes(), unitBytes);
            case ReadPlan.Changed changed -> Batches.changed(changed.blocks(), unitBytes);
        };
    }

    long bytesToRead() {
        return switch (plan) {
            case ReadPlan.Whole _ -> disk.sizeBytes();
            case ReadPlan.Changed changed -> changed.blocks().changedBytes();
        };
    }
}
