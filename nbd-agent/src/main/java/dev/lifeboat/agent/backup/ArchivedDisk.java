package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.agent.progress.DiskCounter;
import dev.lifeboat.agent.progress.Patience;
import dev.lifeboat.repository.disk.DiskImageWriter;
import dev.lifeboat.repository.disk.Geometry;
import dev.lifeboat.xen.xva.XvaBlock;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// One disk that comes in an archive. What does not come was never written, or is zero.
final class ArchivedDisk {
    private final DiskBackup disk;
    private final ReadPlan.Whole plan;
    private final DiskImageWriter writer;
    private final DiskCounter counter;
    private final LeftParts left;
    private long position;
    private long readBytes;
    private long resumedBytes;

    ArchivedDisk(DiskBackup disk, ReadPlan.Whole plan, DiskImageWriter writer, DiskCounter counter) {
        this.disk = disk;
        this.plan = plan;
        this.writer = writer;
        this.counter = counter;
        this.left = new LeftParts(disk.sizeBytes(), writer.done());
    }

    DiskBackup disk() {
        return disk;
    }

    /// Before anything comes.
    void begin() {
        counter.expect(disk.sizeBytes());
        counter.waitsFor(Patience.STREAM);
        notes().writeTo(writer);
    }

    /// Looks at a block that came, in the thread that reads.
    ///
    /// @return what of it has to be written
    List<Range> take(XvaBlock block) {
        if (block.offset() % Geometry.STANDARD.pieceBytes() != 0) {
            throw new OrderFailedException(
                    FailureReason.DiskReadFailed,
                    "The XVA has a block of disk %s at offset %d, which is no multiple of %d; back this disk up raw"
                            .formatted(disk.device(), block.offset(), Geometry.STANDARD.pieceBytes()));
        }
        counter.moved(block.lengthBytes());
        // Holes count as done when what follows them comes.
        counter.add(block.offset() - position);
        position = block.offset() + block.lengthBytes();
        var parts = left.of(block.offset(), block.lengthBytes());
        readBytes += block.lengthBytes();
        resumedBytes += block.lengthBytes()
                - parts.stream().mapToInt(Range::lengthBytes).sum();
        return parts;
    }

    /// In any thread.
    void write(XvaBlock block, List<Range> parts, ByteBuffer content) {
        for (var part : parts) {
            writer.write(part.offset(), content.slice((int) (part.offset() - block.offset()), part.lengthBytes()));
        }
        counter.add(block.lengthBytes());
    }

    /// All is written.
    FinishedDisk finish() {
        counter.add(disk.sizeBytes() - position);
        var image = writer.finish();
        return new FinishedDisk(image, Optional.of(notes().report(image, readBytes, resumedBytes)));
    }

    private ReadNotes notes() {
        return new ReadNotes(Protocol.Xva, Optional.of(plan.reason()), plan.detail(), disk.sizeBytes());
    }
}
