package dev.lifeboat.agent.order;

import dev.lifeboat.agent.api.BackupOrder;
import dev.lifeboat.agent.api.DeletionOrder;
import dev.lifeboat.agent.api.ExportOrder;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.Order;
import dev.lifeboat.agent.api.PoolAccess;
import dev.lifeboat.agent.api.ProbeOrder;
import dev.lifeboat.agent.api.Progress.Phase;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.agent.api.RestoreOrder;
import dev.lifeboat.agent.backup.Backup;
import dev.lifeboat.agent.export.Export;
import dev.lifeboat.agent.failure.Failures;
import dev.lifeboat.agent.parallel.Uninterrupted;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.agent.progress.Stopwatch;
import dev.lifeboat.agent.restore.Restore;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.Tuning;
import dev.lifeboat.repository.errors.OutdatedKeysException;
import dev.lifeboat.xen.XenPool;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does one order and says how it ended. Interrupting the calling thread cancels it.
public final class Orders {
    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

    /// An agent has 512 MiB: three packs of 32 MiB, and a memory of a quarter of a million chunks, which is
    /// as many MiB of disk that a run recognises at once.
    private static final Tuning TUNING =
            new Tuning(2, Math.max(2, Runtime.getRuntime().availableProcessors()), 16, 1 << 18, 3);

    /// Little beside the minutes that a stall takes to be one.
    private static final Duration WATCH_PERIOD = Duration.ofSeconds(15);

    private final Doors doors;
    private final ProgressBoard board;
    private final Clock clock;
    private final Tuning tuning;
    private final Duration watchPeriod;

    public Orders(Doors doors, ProgressBoard board, Clock clock) {
        this(doors, board, clock, TUNING, WATCH_PERIOD);
    }

    Orders(Doors doors, ProgressBoard board, Clock clock, Tuning tuning, Duration watchPeriod) {
        this.tuning = tuning;
        this.watchPeriod = watchPeriod;
        this.doors = doors;
        this.board = board;
        this.clock = clock;
    }

    /// Never throws: what goes wrong is a report too.
    public Report execute(Order order) {
        board.order(order.orderId());
        LOG.info("Order {}: {}", order.orderId(), order.getClass().getSimpleName());
        var watch = StallWatch.overThisThread(board, watchPeriod);
        try (watch) {
            var report = performWithNewestKeys(order);
            board.enter(Phase.Done);
            LOG.info("Order {} is done", order.orderId());
            return report;
        } catch (Exception e) {
            board.enter(Phase.Failed);
            // What an interrupt makes of a call, such as a retry that is given up, is no failure of its own.
            var reason = Thread.currentThread().isInterrupted() ? new InterruptedException() : e;
            var report = watch.stall()
                    .map(why -> stalled(order, why))
                    .orElseGet(() -> Failures.report(order.orderId(), reason));
            log(report, e);
            return report;
        }
    }

    /// Whoever changes a repository's keys does so while agents are at work: what was written with the new ones is
    /// readable once it is opened again, and the work goes on where it was. Twice is no accident.
    private Report performWithNewestKeys(Order order) throws InterruptedException {
        try {
            return perform(order);
        } catch (OutdatedKeysException e) {
            LOG.warn("{} Opening the repository again", Failures.sentence(e));
            board.enter(Phase.Preparing);
            return perform(order);
        }
    }

    private static FailureReport stalled(Order order, String why) {
        return new FailureReport(
                order.orderId(),
                FailureReason.Stalled,
                why
                        + ". The agent ended itself; the next one goes on from its checkpoint. If that stands still"
                        + " too, look at the host, the network between it and the agents, and the storage");
    }

    private static void log(FailureReport report, Exception failure) {
        switch (report.reason()) {
            case Cancelled -> LOG.info("Order {} is cancelled", report.orderId());
            case InternalError -> LOG.error("Order {} failed: {}", report.orderId(), report.message(), failure);
            default -> LOG.error("Order {} failed, {}: {}", report.orderId(), report.reason(), report.message());
        }
    }

    private Report perform(Order order) throws InterruptedException {
        return switch (order) {
            case BackupOrder backup ->
                withPool(
                        backup,
                        backup.pool(),
                        (pool, repository) -> new Backup(backup, pool, repository, board, Stopwatch.start(clock))
                                .run(Limits.of(backup, board).pool()));
            case RestoreOrder restore ->
                withPool(
                        restore,
                        restore.pool(),
                        (pool, repository) -> new Restore(restore, pool, repository, board, Stopwatch.start(clock))
                                .run(Limits.of(restore, board).pool()));
            case ExportOrder export -> {
                try (var repository = open(export)) {
                    yield new Export(export, repository, board, Stopwatch.start(clock)).run();
                }
            }
            case ProbeOrder probe -> new Probe(probe, doors).run();
            case DeletionOrder deletion -> {
                try (var repository = open(deletion)) {
                    yield new Deletion(deletion, repository).run();
                }
            }
        };
    }

    /// Work that needs both.
    @FunctionalInterface
    private interface Work {
        Report run(XenPool pool, Repository repository) throws InterruptedException;
    }

    private Report withPool(Order order, PoolAccess access, Work work) throws InterruptedException {
        try (var repository = open(order)) {
            var pool = doors.pools().connect(access);
            try {
                return work.run(pool, repository);
            } finally {
                Uninterrupted.run(() -> close(pool));
            }
        }
    }

    /// Logging out is a courtesy: failing at it changes nothing about what was done.
    private static void close(XenPool pool) {
        try {
            pool.close();
        } catch (RuntimeException e) {
            LOG.info("Logging out of the pool failed: {}", e.getMessage());
        }
    }

    private Repository open(Order order) {
        var store = doors.stores().open(order.repository().storage());
        try {
            return Repository.open(store, doors.keys().unlock(order.repository().encryption()), tuning);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }
}
