package dev.lifeboat.repository.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.objectstore.ForwardingObjectStore;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// However many threads write and however slow the store is: so many buffers and no more.
class MemoryIsBoundedTest {

    private static final int PACK = 64 << 10;
    private static final int CHUNK = 8 << 10;

    /// One is filled while two are on their way.
    private static final long ALL_BUFFERS = 3L * (PACK + PackFormat.MOST_FOOTER_BYTES);

    private static final ChunkWriter.Limits LIMITS = new ChunkWriter.Limits(PACK, 2, 3, CHUNK, 1024);

    @Test
    void writersWaitForTheStoreInsteadOfTakingMoreMemory() throws Exception {
        var store = new SlowStore();
        var appended = new AtomicInteger();
        var all = new CopyOnWriteArrayList<Thread>();
        try (var writer = new ChunkWriter(store, Seals.unencrypted(), LIMITS, DamagedChunks.NONE, () -> {});
                var threads = Executors.newFixedThreadPool(8, task -> started(task, all))) {
            var writes = Collections.nCopies(8, (Callable<Boolean>) () -> append(writer, appended));
            var running = new ArrayList<Future<Boolean>>();
            writes.forEach(write -> running.add(threads.submit(write)));
            boolean full = store.blocked.await(60, TimeUnit.SECONDS);
            awaitStandstill(all);
            int appendedThen = appended.get();
            long buffersThen = writer.bufferBytes();
            store.go.countDown();
            // All three packs were full and stuck in the store: nobody had room for another chunk.
            assertThat(full).isTrue();
            assertThat(appendedThen).isLessThanOrEqualTo(3 * PACK / CHUNK);
            assertThat(buffersThen).isEqualTo(ALL_BUFFERS);
            for (var one : running) {
                one.get();
            }
            writer.flush();
            assertThat(writer.bufferBytes()).isEqualTo(ALL_BUFFERS);
        }
        assertThat(appended.get()).isEqualTo(8 * 40);
        assertThat(store.most.get()).isEqualTo(3);
        assertThat(store.bytes.get()).isGreaterThan(8L * 40 * CHUNK);
    }

    @Test
    void whatIsKnownOfChunksHasAnEnd() {
        var known = new KnownChunks(4096);
        var random = new Random(1);
        var pack = new PackId(1, 1);
        for (int i = 0; i < 100_000; i++) {
            var id = new ChunkId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
            known.add(new ChunkRef(id, pack), KnownChunks.Origin.OWN);
            assertThat(known.find(id)).isPresent();
        }

        assertThat(known.ownCount()).isBetween(4000, 4096);
        int inRanges = 0;
        for (int range = 0; range < 7; range++) {
            List<ChunkRef> own = known.own(range, 7);
            assertThat(own).isSortedAccordingTo((one, other) -> one.chunk().compareTo(other.chunk()));
            inRanges += own.size();
        }
        assertThat(inRanges).isEqualTo(known.ownCount());
    }

    private static Thread started(Runnable task, List<Thread> all) {
        var thread = new Thread(task);
        all.add(thread);
        return thread;
    }

    /// Until nobody goes on. Who was just told to still counts as waiting until it gets a core: hence many looks.
    private static void awaitStandstill(List<Thread> threads) {
        for (int looks = 0; looks < 30; looks++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            if (threads.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
                looks = 0;
            }
        }
    }

    private static boolean append(ChunkWriter writer, AtomicInteger appended) {
        var random = new Random(Thread.currentThread().threadId());
        for (int i = 0; i < 40; i++) {
            var content = new byte[CHUNK];
            random.nextBytes(content);
            try (var encoder = writer.borrow()) {
                encoder.store(ChunkKind.CONTENT, content, 0, CHUNK, Optional.empty());
            }
            appended.incrementAndGet();
        }
        return true;
    }

    /// Lets nothing through until it is told to; counts how many puts run at a time.
    private static final class SlowStore extends ForwardingObjectStore {

        private final CountDownLatch blocked = new CountDownLatch(3);
        private final CountDownLatch go = new CountDownLatch(1);
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final AtomicLong bytes = new AtomicLong();

        SlowStore() {
            super(new InMemoryObjectStore());
        }

        @Override
        public void put(ObjectKey key, ByteBuffer content) {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            blocked.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            bytes.addAndGet(content.remaining());
            running.decrementAndGet();
        }
    }
}
