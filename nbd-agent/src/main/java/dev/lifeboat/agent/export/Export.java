package dev.lifeboat.agent.export;

import dev.lifeboat.agent.api.ExportOrder;
import dev.lifeboat.agent.api.ExportReport;
import dev.lifeboat.agent.api.ExportReport.ExportedDisk;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.Progress.Phase;
import dev.lifeboat.agent.archive.ArchiveRefusedException;
import dev.lifeboat.agent.archive.PointArchive;
import dev.lifeboat.agent.archive.Vtpms;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.agent.parallel.Interrupts;
import dev.lifeboat.agent.parallel.Uninterrupted;
import dev.lifeboat.agent.point.ExcludedDisks;
import dev.lifeboat.agent.point.OrderedPoint;
import dev.lifeboat.agent.progress.DiskCounter;
import dev.lifeboat.agent.progress.Patience;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.agent.progress.Stopwatch;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.export.ExportKey;
import dev.lifeboat.repository.export.ExportWriter;
import dev.lifeboat.repository.export.Exported;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.xen.stream.Compression;
import dev.lifeboat.xen.xva.XvaChecksum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a recovery point as an XVA into the storage. It ends with the whole object or with none.
public final class Export {
    private static final Logger LOG = LoggerFactory.getLogger(Export.class);

    /// What does not shrink becomes longer by less than one part in 128 with either compression, and a
    /// little at its end.
    private static final int GROWTH = 128;

    private static final long LITTLE_BYTES = 1 << 20;

    private final ExportOrder order;
    private final Repository repository;
    private final ProgressBoard board;
    private final Stopwatch watch;

    public Export(ExportOrder order, Repository repository, ProgressBoard board, Stopwatch watch) {
        this.order = order;
        this.repository = repository;
        this.board = board;
        this.watch = watch;
    }

    public ExportReport run() {
        var point = new OrderedPoint(order.vmUuid(), order.pointId()).in(repository);
        var disks = point.disks().stream()
                .filter(disk -> !order.skipDevices().contains(disk.device()))
                .toList();
        var archive = archive(point, disks);
        var counters = counters(disks);
        long mostBytes = mostBytes(archive.lengthBytes());
        var key = key(point);
        board.enter(Phase.Transferring);
        var writer = repository.startExport(key, mostBytes);
        try {
            write(archive, writer, counters);
            board.enter(Phase.Committing);
            var exported = writer.finish();
            LOG.info("Exported point {} to {}, {} bytes", order.pointId(), exported.key(), exported.bytes());
            return report(point, disks, exported);
        } finally {
            Uninterrupted.run(writer::close);
        }
    }

    private PointArchive archive(RecoveryPoint point, List<DiskImage> disks) {
        var choice = new PointArchive.Choice(
                point.header().vmName(),
                PointArchive.records(point),
                disks,
                XvaChecksum.SHA1,
                switch (order.vtpm()) {
                    case Keep -> Vtpms.KEEP;
                    case LeaveOut -> Vtpms.LEAVE_OUT;
                });
        try {
            return PointArchive.of(repository, point, choice);
        } catch (ArchiveRefusedException e) {
            throw new OrderFailedException(FailureReason.InvalidOrder, String.valueOf(e.getMessage()), e);
        }
    }

    private Map<DiskImage, DiskCounter> counters(List<DiskImage> disks) {
        var counters = new HashMap<DiskImage, DiskCounter>();
        for (var disk : disks) {
            var counter = board.disk(disk.device());
            counter.expect(contentBytes(disk));
            counter.waitsFor(Patience.STREAM);
            counters.put(disk, counter);
        }
        return counters;
    }

    private static long contentBytes(DiskImage disk) {
        return Math.min(disk.allocatedBytes(), disk.sizeBytes());
    }

    private long mostBytes(long archiveBytes) {
        return switch (compression()) {
            case NONE -> archiveBytes;
            case GZIP, ZSTD -> archiveBytes + archiveBytes / GROWTH + LITTLE_BYTES;
        };
    }

    private Compression compression() {
        return switch (order.compression()) {
            case None -> Compression.NONE;
            case Gzip -> Compression.GZIP;
            case Zstd -> Compression.ZSTD;
        };
    }

    private ExportKey key(RecoveryPoint point) {
        try {
            return order.key()
                    .map(ExportKey::new)
                    .orElseGet(() -> ExportKey.of(point.header().vmName(), point.id()));
        } catch (IllegalArgumentException e) {
            throw new OrderFailedException(FailureReason.InvalidOrder, String.valueOf(e.getMessage()), e);
        }
    }

    private void write(PointArchive archive, ExportWriter writer, Map<DiskImage, DiskCounter> counters) {
        try (var compressed = compression().compress(writer.stream())) {
            archive.writeTo(compressed, (image, bytes) -> {
                Interrupts.check("Writing an XVA");
                Optional.ofNullable(counters.get(image)).ifPresent(counter -> counter.add(bytes));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ExportReport report(RecoveryPoint point, List<DiskImage> disks, Exported exported) {
        var lines = disks.stream()
                .map(disk -> new ExportedDisk(disk.device(), disk.sizeBytes(), contentBytes(disk)))
                .toList();
        return new ExportReport(
                order.orderId(),
                exported.key().value(),
                exported.bytes(),
                exported.sha256(),
                watch.seconds(),
                lines.stream().mapToLong(ExportedDisk::contentBytes).sum(),
                lines,
                ExcludedDisks.of(point));
    }
}
