package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.repository.disk.Extent;
import java.util.List;

/// A disk that is ready to be read: what of it, and from where.
record DiskJob(DiskBackup disk, ReadPlan plan, DiskSource source) {
    /// A run that reads only changes reads also what the writer cannot take from the base.
    DiskJob readingAgain(List<Extent> ranges) {
        return plan instanceof ReadPlan.Changed changed && !ranges.isEmpty()
                ? new DiskJob(disk, changed.readingAgain(ranges), source)
                : this;
    }

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
