package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.BackupOrder;
import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.nbd.NbdClient;
import dev.lifeboat.agent.nbd.NbdSettings;
import dev.lifeboat.agent.parallel.FirstFailure;
import dev.lifeboat.agent.parallel.Uninterrupted;
import dev.lifeboat.agent.progress.DiskCounter;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.repository.BackupSession;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.DiskImageWriter;
import dev.lifeboat.xen.xva.XvaFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All disks of the VM at a time, within one set of buffers, worker threads and connections.
final class VmTransfer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VmTransfer.class);

    /// Of buffers that disk data is read into: a second of a fast network.
    private static final long BUFFER_BUDGET_BYTES = 48L << 20;

    /// Two dozen buffers, at the slowest that a CPU compresses.
    private static final Duration LAST_WRITES = Duration.ofSeconds(1);

    /// What one pool host serves at a time, to all clients together.
    private static final int CONNECTIONS_OF_A_HOST = 16;

    private final BackupSession session;
    private final ProgressBoard board;
    private final NbdClient client = new NbdClient();
    private final Pipeline pipeline;
    private final SourceOpener opener;
    private final BackupOrder order;
    private final ExecutorService workers = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().name("worker-", 0).daemon().factory());

    /// @param cellBytes the repository's: writing whole ones is best, so buffers are whole cells, and a block of an
    ///     archive fits into one
    VmTransfer(BackupOrder order, PacedPool pool, BackupSession session, ProgressBoard board, int cellBytes) {
        this.order = order;
        this.session = session;
        this.board = board;
        int least = Math.max(order.transfer().readSizeBytes(), XvaFormat.BLOCK_BYTES);
        int unit = Math.ceilDiv(least, cellBytes) * cellBytes;
        var buffers = new ReadBuffers(BUFFER_BUDGET_BYTES, unit);
        this.pipeline = new Pipeline(buffers, workers, PipelineMeters.register(board.meters(), session, buffers));
        int share =
                Math.max(1, CONNECTIONS_OF_A_HOST / Math.max(1, order.disks().size()));
        var settings = NbdSettings.of(order.transfer());
        this.opener = new SourceOpener(
                pool, client, settings.withConnections(Math.min(settings.connections(), share)), order.transfer());
    }

    /// @param archive where disks come from whose route it is
    /// @return as the order lists them
    List<FinishedDisk> run(List<ReadPlan> plans, Optional<VmArchive> archive) throws InterruptedException {
        var tasks = new ArrayList<Callable<List<FinishedDisk>>>();
        var archived = new ArrayList<Unpacking.Wanted>();
        for (int i = 0; i < plans.size(); i++) {
            var disk = order.disks().get(i);
            var plan = plans.get(i);
            var counter = board.disk(disk.device());
            counter.expect(plan.bytesToRead(disk.sizeBytes()));
            if (disk.route() == DiskRoute.VmArchive && plan instanceof ReadPlan.Whole whole) {
                archived.add(new Unpacking.Wanted(disk, whole));
            } else {
                tasks.add(() -> List.of(copy(disk, plan, counter)));
            }
        }
        archive.ifPresent(stream -> tasks.add(() -> new Unpacking(session, board, pipeline).run(stream, archived)));
        var devices = order.disks().stream().map(DiskBackup::device).toList();
        return FirstFailure.runAll(tasks, CONNECTIONS_OF_A_HOST).stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingInt(
                        disk -> devices.indexOf(disk.image().device())))
                .toList();
    }

    private FinishedDisk copy(DiskBackup disk, ReadPlan plan, DiskCounter counter) throws InterruptedException {
        var planned = session.disk(DiskJob.description(disk), base(plan));
        if (planned.isDone()) {
            LOG.info("Disk {} (VDI {}) was finished by an earlier agent", disk.device(), disk.snapshotVdiUuid());
            counter.complete();
            return FinishedDisk.resumed(planned);
        }
        var opened = opener.open(disk, unlessDamaged(plan, planned), counter);
        try (var _ = opened.source()) {
            var writer = writerFor(opened, base(plan), planned);
            var job = opened.readingAgain(writer.rangesToReadAgain()).without(writer::done);
            if (job.plan() instanceof ReadPlan.Changed changed && changed.damagedBytes() > 0) {
                LOG.warn(
                        "Disk {}: reading {} bytes again that are marked as damaged in the base",
                        disk.device(),
                        changed.damagedBytes());
            }
            return copy(job, writer, counter);
        }
    }

    /// Where opening changed the plan, the disk is begun again over the other base; what was begun before is dropped.
    private DiskImageWriter writerFor(DiskJob opened, Optional<DiskImage> plannedBase, DiskImageWriter planned) {
        var base = base(opened.plan());
        return base.equals(plannedBase) ? planned : session.disk(DiskJob.description(opened.disk()), base);
    }

    /// A difference does not hold what the base has lost.
    private static ReadPlan unlessDamaged(ReadPlan plan, DiskImageWriter overBase) {
        return plan instanceof ReadPlan.Difference
                        && !overBase.rangesToReadAgain().isEmpty()
                ? new ReadPlan.Whole(
                        FullReason.IntegrityRepair, Optional.of("Content of the base is marked as damaged"))
                : plan;
    }

    private FinishedDisk copy(DiskJob job, DiskImageWriter writer, DiskCounter counter) throws InterruptedException {
        long done = job.bytesDone();
        if (done > 0) {
            LOG.info("Disk {}: {} of {} bytes are there already", job.disk().device(), done, job.bytesToRead());
        }
        // Before anything is written: what is done grows with every checkpoint.
        long asked = job.bytesAskedFor();
        ReadNotes.of(job).writeTo(writer);
        new DiskTransfer(job, writer, pipeline, counter).run();
        return FinishedDisk.of(job, writer.finish(), asked, done);
    }

    private static Optional<DiskImage> base(ReadPlan plan) {
        return switch (plan) {
            case ReadPlan.Whole _ -> Optional.empty();
            case ReadPlan.Changed changed -> Optional.of(changed.base());
            case ReadPlan.Difference difference -> Optional.of(difference.base());
        };
    }

    /// What has arrived is written, so that the last checkpoint holds it. Worker threads may be inside a call to the
    /// store that nothing interrupts; they are left to it.
    @Override
    public void close() {
        workers.shutdown();
        boolean _ = Uninterrupted.call(() -> workers.awaitTermination(LAST_WRITES.toMillis(), TimeUnit.MILLISECONDS));
        workers.shutdownNow();
        client.close();
    }
}
