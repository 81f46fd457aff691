package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.Points;
import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.agent.nbd.NbdDisk.Part;
import dev.lifeboat.agent.parallel.FirstFailure;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.repository.BackupSession;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.disk.DiskImage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Disks of one VM that come from nowhere, at once, through the agent's own transfer into a repository.
final class ManyDisks implements AutoCloseable {
    static final int UNIT = 2 << 20;
    static final long BUDGET = 48L << 20;

    final ReadBuffers buffers = new ReadBuffers(BUDGET, UNIT);
    final AtomicInteger readsUnderWay = new AtomicInteger();
    final AtomicInteger mostReadsUnderWay = new AtomicInteger();
    private final BackupSession session;
    private final ExecutorService workers;
    private final ExecutorService network = Executors.newSingleThreadExecutor();
    private final ProgressBoard board = new ProgressBoard(Clock.systemUTC());
    private final Pipeline pipeline;

    ManyDisks(Repository repository, int threads) {
        this.workers = Executors.newFixedThreadPool(threads);
        this.session = repository.startBackup(Points.header("many"));
        this.pipeline = new Pipeline(buffers, workers, PipelineMeters.register(board.meters(), session, buffers));
    }

    /// @param read bytes of it that were read, while the transfer runs
    record Disk(int number, long sizeBytes, ReadPlan.Decided plan, AtomicLong read) {
        static Disk whole(int number, long sizeBytes) {
            return new Disk(
                    number, sizeBytes, new ReadPlan.Whole(FullReason.FirstBackup, Optional.empty()), new AtomicLong());
        }
    }

    List<DiskImage> run(List<Disk> disks) throws InterruptedException {
        var tasks = new ArrayList<Callable<DiskImage>>();
        disks.forEach(disk -> tasks.add(() -> run(disk)));
        return FirstFailure.runAll(tasks, disks.size());
    }

    void commit(List<DiskImage> images) {
        session.commit(images);
    }

    DiskImage run(Disk disk) throws InterruptedException {
        var device = Integer.toString(disk.number());
        var writer = session.disk(
                new DiskDescription(device, new UUID(2, disk.number()), "disk", disk.sizeBytes(), false),
                Optional.empty());
        var order = new DiskBackup(
                device,
                new UUID(2, disk.number()),
                new UUID(3, disk.number()),
                "disk",
                disk.sizeBytes(),
                false,
                new DiskRead.All(FullReason.FirstBackup));
        var job = new DiskJob(order, disk.plan(), new Source(disk));
        new DiskTransfer(job, writer, pipeline, board.disk(device)).run();
        return writer.finish();
    }

    /// Random bytes, as if they came over a network that all disks share.
    private final class Source implements DiskSource {
        private final Disk disk;
        private final Random random;

        Source(Disk disk) {
            this.disk = disk;
            this.random = new Random(disk.number());
        }

        @Override
        public Protocol protocol() {
            return Protocol.Nbd;
        }

        @Override
        public CompletableFuture<Void> read(List<Part> parts) {
            mostReadsUnderWay.accumulateAndGet(readsUnderWay.incrementAndGet(), Math::max);
            return CompletableFuture.runAsync(
                    () -> {
                        for (var part : parts) {
                            var target = part.target();
                            disk.read().addAndGet(target.remaining());
                            var seed = new byte[8];
                            random.nextBytes(seed);
                            for (int at = 0; at < target.limit(); at += 4096) {
                                target.put(at, seed);
                            }
                        }
                        readsUnderWay.decrementAndGet();
                    },
                    network);
        }

        @Override
        public void finish() {
            // Nobody can have deceived us.
        }

        @Override
        public void close() {
            // There is nothing open.
        }
    }

    @Override
    public void close() {
        session.close();
        workers.close();
        network.close();
    }
}
