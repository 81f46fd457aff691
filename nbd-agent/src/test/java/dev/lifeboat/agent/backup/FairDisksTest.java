package dev.lifeboat.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.backup.ManyDisks.Disk;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.RepositoryOptions;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The disks of a VM share buffers and threads: who asks gets in turn.
@Timeout(60)
class FairDisksTest {
    private static final long SMALL = 16L << 20;
    private static final long BIG = 512L << 20;

    /// A fair queue gives the big disk one buffer for each one of the small disk, after those that it has
    /// already; threads that ask a little late make it a few more.
    private static final long FAIR = ManyDisks.BUDGET + 4 * SMALL;

    @Test
    void aSmallDiskThatComesLaterIsNotStarvedByABigOne() throws Exception {
        try (var repository = Repository.openOrCreate(new InMemoryObjectStore(), RepositoryOptions.unencrypted());
                var disks = new ManyDisks(repository, 1);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var big = Disk.whole(1, BIG);
            var underWay = new CountDownLatch(1);
            var bigDone = threads.submit(() -> {
                underWay.countDown();
                return disks.run(big);
            });
            underWay.await();
            while (big.read().get() < ManyDisks.BUDGET) {
                Thread.onSpinWait();
            }
            long before = big.read().get();

            var small = disks.run(Disk.whole(2, SMALL));
            long meanwhile = big.read().get() - before;

            assertThat(meanwhile).isLessThan(FAIR);
            assertThat(small.allocatedBytes()).isEqualTo(SMALL);
            assertThat(bigDone.get().allocatedBytes()).isEqualTo(BIG);
        }
    }

    @Test
    void howeverManyDisksThereAreNoMoreReadsAreUnderWayThanThereAreBuffers() throws Exception {
        try (var repository = Repository.openOrCreate(new InMemoryObjectStore(), RepositoryOptions.unencrypted());
                var disks = new ManyDisks(repository, 2)) {
            var all = new ArrayList<Disk>();
            for (int number = 0; number < 16; number++) {
                all.add(Disk.whole(number, 8L << 20));
            }

            var images = disks.run(all);
            disks.commit(images);

            assertThat(disks.mostReadsUnderWay.get()).isBetween(2, disks.buffers.count());
            assertThat(images).hasSize(16).allMatch(image -> image.allocatedBytes() == 8L << 20);
            assertThat(takeAll(disks.buffers)).hasSize(disks.buffers.count());
        }
    }

    private static List<java.nio.ByteBuffer> takeAll(ReadBuffers buffers) throws InterruptedException {
        var taken = new ArrayList<java.nio.ByteBuffer>();
        for (int i = 0; i < buffers.count(); i++) {
            taken.add(buffers.take());
        }
        return taken;
    }
}
