package dev.lifeboat.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.agent.Points;
import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.agent.nbd.NbdDisk.Part;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.RepositoryOptions;
import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import java.time.Clock;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadBuffersTest {
    private static final int UNIT = 1 << 20;

    @Test
    void theBudgetIsKeptAndTwoAreTheLeast() {
        assertThat(new ReadBuffers(48 << 20, 2 << 20).count()).isEqualTo(24);
        assertThat(new ReadBuffers(48 << 20, 32 << 20).count()).isEqualTo(2);
        assertThat(new ReadBuffers(48 << 20, UNIT).count()).isEqualTo(24);
    }

    @Test
    void aBufferCannotBeGivenBackTwice() throws InterruptedException {
        var buffers = new ReadBuffers(2 * UNIT, UNIT);
        var buffer = buffers.take();
        buffers.giveBack(buffer);

        assertThatThrownBy(() -> buffers.giveBack(buffer)).isInstanceOf(IllegalStateException.class);
    }

    /// However large the disk, its bytes pass through the same few buffers, and reading waits for writing.
    @Test
    void aTransferUsesNoMoreBuffersThanThereAre() throws InterruptedException {
        var buffers = new ReadBuffers(3 * UNIT, UNIT);
        var source = new CountingSource();
        var board = new ProgressBoard(Clock.systemUTC());
        var repository = Repository.openOrCreate(new InMemoryObjectStore(), RepositoryOptions.unencrypted());
        var disk = new DiskBackup(
                "0", new UUID(1, 1), new UUID(2, 2), "d", 200L * UNIT, false, new DiskRead.All(FullReason.FirstBackup));
        try (var session = repository.startBackup(Points.header("p"));
                var workers = Executors.newFixedThreadPool(2)) {
            var writer =
                    session.disk(new DiskDescription("0", new UUID(1, 1), "d", 200L * UNIT, false), Optional.empty());
            var plan = new ReadPlan.Whole(FullReason.FirstBackup, Optional.empty());

            new DiskTransfer(
                            new DiskJob(disk, plan, source),
                            writer,
                            new Pipeline(buffers, workers, PipelineMeters.register(board.meters(), session, buffers)),
                            board.disk("0"))
                    .run();
        }

        assertThat(board.now().doneBytes()).isEqualTo(200L * UNIT);
        assertThat(source.reads).hasValue(200);
        assertThat(source.arrays).hasSizeLessThanOrEqualTo(3);
        assertThat(source.finished).isTrue();
    }

    private static final class CountingSource implements DiskSource {
        private final Set<byte[]> arrays =
                Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        private final AtomicInteger reads = new AtomicInteger();
        private boolean finished;

        @Override
        public Protocol protocol() {
            return Protocol.Nbd;
        }

        @Override
        public CompletableFuture<Void> read(List<Part> parts) {
            reads.incrementAndGet();
            parts.forEach(part -> arrays.add(part.target().array()));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void finish() {
            finished = true;
        }

        @Override
        public void close() {}
    }
}
