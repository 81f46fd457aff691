package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.disk.Extent;
import dev.lifeboat.xen.ChangedBlocks;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/// A disk that is ready to be read: what of it, and from where.
///
/// @param done what earlier agents with the same order have written of it
record DiskJob(DiskBackup disk, ReadPlan.Decided plan, DiskSource source, Supplier<Iterator<Extent>> done) {
    DiskJob(DiskBackup disk, ReadPlan.Decided plan, DiskSource source) {
        this(disk, plan, source, () -> List.<Extent>of().iterator());
    }

    /// The disk as a recovery point names it.
    static DiskDescription description(DiskBackup disk) {
        return new DiskDescription(disk.device(), disk.vdiUuid(), disk.name(), disk.sizeBytes(), disk.bootable());
    }

    /// A run that reads only changes reads also what the writer cannot take from the base.
    DiskJob readingAgain(List<Extent> ranges) {
        return plan instanceof ReadPlan.Changed changed && !ranges.isEmpty()
                ? new DiskJob(disk, changed.readingAgain(ranges), source, done)
                : this;
    }

    DiskJob without(Supplier<Iterator<Extent>> ranges) {
        return new DiskJob(disk, plan, source, ranges);
    }

    Batches batches(int unitBytes) {
        return Batches.of(left(), unitBytes);
    }

    private Iterator<ChangedBlocks.Run> left() {
        return new LeftToRead(planned(), done.get());
    }

    private Iterator<ChangedBlocks.Run> planned() {
        return switch (plan) {
            case ReadPlan.Whole _ -> source.contents().runs(disk.sizeBytes()).iterator();
            case ReadPlan.Changed changed -> changed.blocks().runs().iterator();
        };
    }

    /// What the order asks for.
    long bytesToRead() {
        return switch (plan) {
            case ReadPlan.Whole _ -> source.contents().bytes(disk.sizeBytes());
            case ReadPlan.Changed changed -> changed.blocks().changedBytes();
        };
    }

    /// What of that needs no reading any more.
    long bytesDone() {
        long left = 0;
        for (var runs = left(); runs.hasNext(); ) {
            left += runs.next().lengthBytes();
        }
        return bytesToRead() - left;
    }

    /// What the pool sends: a stream has no middle to begin in.
    long bytesAskedFor() {
        return switch (source.protocol()) {
            case Nbd, NbdTls -> bytesToRead() - bytesDone();
            case Http -> disk.sizeBytes();
            case Vhd, Xva -> bytesToRead();
        };
    }
}
