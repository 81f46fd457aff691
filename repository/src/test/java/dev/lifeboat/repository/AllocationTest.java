package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lifeboat.repository.crypto.EncryptionKey;
import dev.lifeboat.repository.crypto.Recipient;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.Geometry;
import dev.lifeboat.repository.objectstore.file.FileSystemObjectStore;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Data moves through buffers that are there once: what a disk costs in allocations does not grow with its
/// bytes, but for what is noted of each of its cells.
class AllocationTest {
    private static final int WRITE = 2 << 20;

    /// Small ones, so that the small disk needs all buffers that there may be.
    private static final int PACK = 4 << 20;

    private static final long SMALL = 32L << 20;
    private static final long LARGE = 5 * SMALL;

    /// A buffer that only the larger disk happened to need, of packs and of what is read ahead each.
    private static final long BUFFERS = 2 * (PACK + (8L << 20));

    /// Names of chunks, references, entries of packs, and what a cipher makes for itself at each start.
    private static final long MOST_PER_CELL = 24 << 10;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    private Path folder;

    private int points;

    @Test
    void neitherWritingNorReadingAllocatesForTheBytesThatPass() {
        var recipient = new Recipient.ByKey("test", EncryptionKey.generate());
        var options = new RepositoryOptions(Geometry.STANDARD, PACK, List.of(recipient));
        try (var repository = Repository.openOrCreate(new FileSystemObjectStore(folder), options)) {
            read(repository, write(repository, SMALL));

            long before = allocated();
            var small = write(repository, SMALL);
            long smallWritten = allocated();
            var large = write(repository, LARGE);
            long largeWritten = allocated();
            read(repository, small);
            long smallRead = allocated();
            read(repository, large);
            long largeRead = allocated();

            long cells = (LARGE - SMALL) >> 20;
            assertThat(largeWritten - smallWritten - (smallWritten - before))
                    .as("bytes allocated to write %d cells more", cells)
                    .isLessThan(cells * MOST_PER_CELL + BUFFERS);
            assertThat(largeRead - smallRead - (smallRead - largeWritten))
                    .as("bytes allocated to read %d cells more", cells)
                    .isLessThan(cells * MOST_PER_CELL + BUFFERS);
        }
    }

    /// Of all threads, the ended ones included.
    private static long allocated() {
        return THREADS.getTotalThreadAllocatedBytes();
    }

    private DiskImage write(Repository repository, long sizeBytes) {
        points++;
        return Fixtures.commitRandomDisk(repository, "point-" + points, sizeBytes, WRITE, new Random(points));
    }

    private static void read(Repository repository, DiskImage image) {
        repository.reader(image).readAll((_, _) -> {});
    }
}
