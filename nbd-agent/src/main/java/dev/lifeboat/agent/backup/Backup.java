package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.BackupOrder;
import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.DiskReport;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.agent.api.PointHeader;
import dev.lifeboat.agent.api.Progress.Phase;
import dev.lifeboat.agent.failure.Failures;
import dev.lifeboat.agent.parallel.Uninterrupted;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.agent.progress.Stopwatch;
import dev.lifeboat.repository.BackupSession;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.errors.StaleSessionException;
import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenPool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies one snapshot into the repository and commits it as one recovery point.
public final class Backup {
    private static final Logger LOG = LoggerFactory.getLogger(Backup.class);

    /// Of an agent whose sessions run out because it, or the store, stands still for an hour.
    private static final int MOST_ATTEMPTS = 3;

    /// Of the ten seconds that a cancelled agent has: a pack that is half full goes to the store in it, or the store
    /// is too slow to wait for.
    private static final Duration LAST_CHECKPOINT = Duration.ofMillis(2500);

    private final BackupOrder order;
    private final XenPool pool;
    private final Repository repository;
    private final ProgressBoard board;
    private final Stopwatch watch;

    public Backup(BackupOrder order, XenPool pool, Repository repository, ProgressBoard board, Stopwatch watch) {
        this.order = order;
        this.pool = pool;
        this.repository = repository;
        this.board = board;
        this.watch = watch;
    }

    /// Does it, unless an earlier try did it already: then the point is there, and only its report was lost.
    ///
    /// @param pace of reading from the pool
    public BackupReport run(Pace pace) throws InterruptedException {
        var header = order.point();
        var existing = repository.find(header.vmUuid(), new PointId(header.pointId()));
        if (existing.isPresent()) {
            LOG.info("Point {} is there already: an earlier try committed it", header.pointId());
            return report(
                    existing.get(),
                    existing.get().disks().stream()
                            .flatMap(image -> FinishedDisk.committed(image).stream())
                            .toList());
        }
        return write(pace, PointDescription.read(pool, order.point()));
    }

    /// A session that was left alone for too long is begun again, and goes on where it was.
    private BackupReport write(Pace pace, PointDescription description) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return order.disks().stream().anyMatch(disk -> disk.route() == DiskRoute.VmArchive)
                        ? writeWithArchive(pace, description)
                        : write(pace, description.header(Optional.empty()), Optional.empty());
            } catch (StaleSessionException e) {
                if (e.reason() != StaleSessionException.Reason.EXPIRED || attempt == MOST_ATTEMPTS) {
                    throw e;
                }
                LOG.warn("{}; beginning again", Failures.sentence(e));
            }
        }
    }

    /// What the archive says of the VM is kept with the point, so it is opened first.
    private BackupReport writeWithArchive(Pace pace, PointDescription description) throws InterruptedException {
        var snapshot = order.point().snapshotUuid();
        try (var archive = VmArchive.open(new PacedPool(pool, pace), snapshot, order.archiveCompression())) {
            return write(pace, description.header(archive.description()), Optional.of(archive));
        } catch (XapiException e) {
            throw PointDescription.snapshotGone(snapshot, e);
        }
    }

    private BackupReport write(Pace pace, BackupHeader header, Optional<VmArchive> archive)
            throws InterruptedException {
        try (var session = repository.startBackup(header)) {
            var resumed = session.resumed();
            if (resumed.earlierWriters() > 0) {
                LOG.info(
                        "Going on where {} earlier agents left off: {} bytes are done",
                        resumed.earlierWriters(),
                        resumed.work().givenBytes());
            }
            return copyOrSave(pace, session, archive);
        }
    }

    /// What ends half-way, cancelled or failed, is what the next agent goes on from.
    private BackupReport copyOrSave(Pace pace, BackupSession session, Optional<VmArchive> archive)
            throws InterruptedException {
        try {
            return copy(pace, session, archive);
        } catch (StaleSessionException e) {
            throw e;
        } catch (RuntimeException | InterruptedException e) {
            boolean saved = Uninterrupted.call(() -> session.saveProgress(LAST_CHECKPOINT));
            LOG.info("Ended half-way, {}", saved ? "with a last checkpoint" : "at the checkpoint before");
            throw e;
        }
    }

    private BackupReport copy(Pace pace, BackupSession session, Optional<VmArchive> archive)
            throws InterruptedException {
        var planner = new ReadPlanner(
                pool, repository, order.point().vmUuid(), order.transfer().onCbtUnavailable());
        var plans = order.disks().stream().map(planner::plan).toList();
        for (int i = 0; i < plans.size(); i++) {
            LOG.info("{}", describe(i, plans.get(i)));
        }
        board.enter(Phase.Transferring);
        int cellBytes = repository.description().geometry().cellBytes();
        List<FinishedDisk> disks;
        try (var transfers = new VmTransfer(order, new PacedPool(pool, pace), session, board, cellBytes)) {
            disks = transfers.run(plans, archive);
        }
        board.enter(Phase.Committing);
        var point = session.commit(disks.stream().map(FinishedDisk::image).toList());
        LOG.info("Committed {}", point.manifestKey());
        return report(
                point, disks.stream().flatMap(disk -> disk.report().stream()).toList());
    }

    private String describe(int index, ReadPlan plan) {
        var disk = order.disks().get(index);
        return "Disk %s (VDI %s), %d bytes: ".formatted(disk.device(), disk.snapshotVdiUuid(), disk.sizeBytes())
                + switch (plan) {
                    case ReadPlan.Whole(var reason, var detail) ->
                        "all of it, " + reason + detail.map(text -> ": " + text).orElse("");
                    case ReadPlan.Changed changed -> changed.blocks().changedBytes() + " changed bytes";
                    case ReadPlan.Difference difference -> "what differs from snapshot " + difference.baseVdi();
                };
    }

    private BackupReport report(RecoveryPoint point, List<DiskReport> disks) {
        PointHeader header = order.point();
        return new BackupReport(
                order.orderId(),
                header.pointId(),
                point.manifestKey(),
                watch.seconds(),
                new BackupReport.Totals(
                        point.logicalBytes(),
                        disks.stream().mapToLong(DiskReport::readBytes).sum(),
                        point.figures().newBytes(),
                        point.figures().storedBytes()),
                disks);
    }
}
