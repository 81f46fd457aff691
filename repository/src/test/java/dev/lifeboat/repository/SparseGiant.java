package dev.lifeboat.repository;

import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.DiskImageWriter;
import dev.lifeboat.repository.disk.Geometry;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.MeteringObjectStore;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.session.CheckpointPolicy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A disk of 16 TiB with one piece of content in each of its 16384 pages: written by a writer that is killed
/// half-way, finished by the next, changed by an incremental run, and read. Run by [HugeSparseDisksTest] in a
/// process of its own with a small heap.
public final class SparseGiant {

    private static final Geometry GEOMETRY = Geometry.STANDARD;
    private static final long DISK = 16L << 40;
    private static final int PAGES = (int) (DISK / GEOMETRY.pageBytes());
    private static final int PIECE = GEOMETRY.pieceBytes();

    private final MeteringObjectStore store = new MeteringObjectStore(new InMemoryObjectStore());
    private final ManualTimes times = new ManualTimes();
    private final byte[] content = new byte[PIECE];
    private final Repository repository;
    private long largestCheckpoint;

    private SparseGiant() {
        new Random(1).nextBytes(content);
        Repository.openOrCreate(store, new RepositoryOptions(GEOMETRY, 4 << 20));
        repository = Repository.open(
                store, Unlock.none(), new Tuning(1, 1, 2, 1024, 1, CheckpointPolicy.standard()), times.clockwork());
    }

    public static void main(String[] args) {
        new SparseGiant().run();
    }

    private void run() {
        var killed = repository.startBackup(Fixtures.header("full"));
        var first = killed.disk(Fixtures.disk(DISK), Optional.empty());
        write(0, PAGES / 2, first);
        require(first.figures().givenBytes() == (long) PAGES / 2 * PIECE, "half of it is given");

        times.kill();
        var session = repository.startBackup(Fixtures.header("full"));
        var second = session.disk(Fixtures.disk(DISK), Optional.empty());
        int done = pagesOf(second);
        require(PAGES / 2 - done <= CheckpointPolicy.standard().atRiskBytes() / PIECE, "the rest is bounded: " + done);
        write(done, PAGES, second);
        report("checkpoints of a full run", "sessions/");
        var point = session.commit(List.of(second.finish()));
        session.close();
        report("manifest", "points/");
        require(point.disks().getFirst().pages().size() == PAGES, "every page is there");

        long requests = store.figures().requests();
        long read = readAll(point.disks().getFirst());
        require(read == (long) PAGES * PIECE, "all is read: " + read);
        System.out.printf("requests to read it: %d%n", store.figures().requests() - requests);
        incremental(point.disks().getFirst());
        System.out.printf("largest checkpoint: %d bytes%n", largestCheckpoint);
        System.out.printf(
                "objects: %d, bytes written in all: %d%n",
                store.listAll("").count(), store.figures().bytesWritten());
    }

    /// Changes a piece in every page, killed half-way.
    private void incremental(DiskImage base) {
        var killed = repository.startBackup(Fixtures.header("later"));
        var first = killed.disk(Fixtures.disk(DISK), Optional.of(base));
        change(0, PAGES / 2, first);
        times.kill();
        var session = repository.startBackup(Fixtures.header("later"));
        var second = session.disk(Fixtures.disk(DISK), Optional.of(base));
        long done = second.resumed().givenBytes() / PIECE;
        require(PAGES / 2 - done <= CheckpointPolicy.standard().atRiskBytes() / PIECE, "the rest is bounded: " + done);
        change((int) done, PAGES, second);
        report("checkpoints of an incremental run", "sessions/");
        var point = session.commit(List.of(second.finish()));
        session.close();
        require(readAll(point.disks().getFirst()) == 2L * PAGES * PIECE, "both pieces of each page are there");
    }

    private void write(int from, int to, DiskImageWriter writer) {
        for (long page = from; page < to; page++) {
            writer.write(page * GEOMETRY.pageBytes() + 5L * PIECE, ByteBuffer.wrap(content));
        }
    }

    private void change(int from, int to, DiskImageWriter writer) {
        for (long page = from; page < to; page++) {
            writer.write(page * GEOMETRY.pageBytes() + 77L * PIECE, ByteBuffer.wrap(content));
        }
    }

    private static int pagesOf(DiskImageWriter writer) {
        int pages = 0;
        for (var done = writer.done(); done.hasNext(); pages++) {
            require(done.next().offset() == (long) pages * GEOMETRY.pageBytes() + 5L * PIECE, "in order");
        }
        return pages;
    }

    private long readAll(DiskImage image) {
        var sum = new long[1];
        repository.reader(image).readAll((_, data) -> {
            require(data.equals(ByteBuffer.wrap(content)), "content");
            sum[0] += data.remaining();
        });
        return sum[0];
    }

    private void report(String what, String prefix) {
        var entries = store.listAll(prefix).toList();
        long most = entries.stream().mapToLong(ObjectEntry::sizeBytes).max().orElse(0);
        if (prefix.equals("sessions/")) {
            largestCheckpoint = Math.max(largestCheckpoint, most);
        }
        System.out.printf(
                "%s: %d objects, %d bytes, the largest %d%n",
                what,
                entries.size(),
                entries.stream().mapToLong(ObjectEntry::sizeBytes).sum(),
                most);
        require(most < 4 << 20, what + " stay far below what is read as one object");
        require(store.get(new ObjectKey("repository.json")).isPresent(), "the store");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
