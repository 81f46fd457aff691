package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.crypto.EncryptionKey;
import dev.lifeboat.repository.crypto.Recipient;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.Geometry;
import dev.lifeboat.repository.objectstore.ForwardingObjectStore;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// A disk is read back with few large requests, a fixed number of them at a time, and no byte is asked for twice.
class ReadAheadTest {
    private static final int CELLS = 96;
    private static final int CELL_BYTES = Geometry.STANDARD.cellBytes();
    private static final long DISK_BYTES = (long) CELLS * CELL_BYTES;
    private static final int PACK_BYTES = 16 << 20;
    private static final int CELLS_PER_REQUEST = 4;

    private final Counting store = new Counting();

    @Test
    void neighboursInAPackComeInOneRequestEach() {
        try (var repository = repository()) {
            var image = written(repository);
            store.forget();

            var read = new AtomicLong();
            repository.reader(image).readAll((_, content) -> read.addAndGet(content.remaining()));

            assertThat(read).hasValue(DISK_BYTES);
            assertThat(store.requests)
                    .as("requests for packs: a batch that two packs share takes two, footers and pages one each")
                    .hasValueBetween(CELLS / CELLS_PER_REQUEST, CELLS / CELLS_PER_REQUEST + 4 * packs());
            assertThat(store.bytes)
                    .as("bytes asked for, footers and the page included")
                    .hasValueBetween(DISK_BYTES, DISK_BYTES + DISK_BYTES / 20);
        }
    }

    @Test
    void noMoreRequestsAreUnderWayThanReadAheadAllows() {
        try (var repository = repository()) {
            var image = written(repository);
            store.forget();

            repository.reader(image).readAll((_, _) -> {});

            assertThat(store.most).hasValueBetween(1, Tuning.standard().readAhead());
        }
    }

    private static int packs() {
        return Math.toIntExact(Math.ceilDiv(DISK_BYTES, PACK_BYTES - CELL_BYTES));
    }

    private Repository repository() {
        var recipient = new Recipient.ByKey("test", EncryptionKey.generate());
        return Repository.openOrCreate(store, new RepositoryOptions(Geometry.STANDARD, PACK_BYTES, List.of(recipient)));
    }

    private static DiskImage written(Repository repository) {
        return Fixtures.commitRandomDisk(repository, "point", DISK_BYTES, CELL_BYTES, new Random(1));
    }

    /// Counts reads of parts of packs.
    private static final class Counting extends ForwardingObjectStore {
        private final AtomicInteger requests = new AtomicInteger();
        private final AtomicInteger underWay = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final AtomicLong bytes = new AtomicLong();

        Counting() {
            super(new InMemoryObjectStore());
        }

        void forget() {
            requests.set(0);
            most.set(0);
            bytes.set(0);
        }

        @Override
        public OptionalLong getRange(ObjectKey key, long offset, ByteBuffer target) {
            requests.incrementAndGet();
            bytes.addAndGet(target.remaining());
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            try {
                return super.getRange(key, offset, target);
            } finally {
                underWay.decrementAndGet();
            }
        }
    }
}
