package dev.lifeboat.repository.session;

import dev.lifeboat.repository.manifest.CheckpointDocument;
import dev.lifeboat.repository.manifest.DocumentFormat;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/// The checkpoints that one writer makes, one after the other: a base that says everything, then additions to it. For
/// one thread at a time.
final class CheckpointChain {

    /// Additions are replaced by a new base when they are longer than this, and than what they add to.
    private static final long WORTH_REPLACING_BYTES = 256 << 10;

    private final CheckpointFiles files;
    private final SessionLease lease;

    private long number;
    private long base;
    private long baseBytes;
    private long addedBytes;
    private boolean wholeNext = true;

    CheckpointChain(CheckpointFiles files, SessionLease lease) {
        this.files = files;
        this.lease = lease;
    }

    /// The next one says everything.
    void startAnew() {
        wholeNext = true;
    }

    /// Stores one more. If it cannot be stored, the next one says everything.
    ///
    /// @param cut when what it says was so
    void add(List<CheckpointDocument.Disk> news, Supplier<List<CheckpointDocument.Disk>> everything, Instant cut) {
        boolean whole = wholeNext || addedBytes > Math.max(WORTH_REPLACING_BYTES, baseBytes);
        number++;
        base = whole ? number : base;
        wholeNext = true;
        long bytes = files.write(document(whole ? everything.get() : news, cut));
        baseBytes = whole ? bytes : baseBytes;
        addedBytes = whole ? 0 : addedBytes + bytes;
        wholeNext = false;
    }

    private CheckpointDocument document(List<CheckpointDocument.Disk> disks, Instant cut) {
        return new CheckpointDocument(
                DocumentFormat.CHECKPOINT.name(),
                DocumentFormat.CHECKPOINT.version(),
                List.of(),
                lease.id(),
                lease.startedAt(),
                lease.epoch(),
                number,
                base,
                files.order(),
                cut,
                disks);
    }
}
