package dev.lifeboat.repository.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.RepositoryOptions;
import dev.lifeboat.repository.SessionFigures;
import dev.lifeboat.repository.crypto.EncryptionKey;
import dev.lifeboat.repository.crypto.Recipient;
import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.objectstore.MeteringObjectStore;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.file.FileSystemObjectStore;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.repository.prune.PruneOptions;
import dev.lifeboat.repository.prune.PruneProgress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/// What backups and prunes ask of a store, counted: objects, requests, and bytes that are no disk content.
///
/// Argument: an empty folder with 12 GiB of room. Disk content is random, so that nothing of it is saved.
final class CountsBench {
    private static final int PIECE = 64 << 10;
    private static final int CELL = 1 << 20;
    private static final long DISK_BYTES = 4L << 30;
    private static final double TIB = 1L << 40;
    private static final double MIB = 1 << 20;

    private final Random random = new Random(3);
    private final Repository repository;
    private int points;

    private CountsBench(Repository repository) {
        this.repository = repository;
    }

    static void main(String[] arguments) {
        var folder = Path.of(arguments[0]);
        try (var repository = open(new FileSystemObjectStore(folder.resolve("disk")))) {
            new CountsBench(repository).backups();
        }
        System.out.printf("%n%8s %10s %10s%n", "points", "requests", "seconds");
        for (int count : new int[] {10, 100, 1000}) {
            var store = new MeteringObjectStore(new FileSystemObjectStore(folder.resolve("points-" + count)));
            try (var repository = open(store)) {
                new CountsBench(repository).prune(store, count);
            }
        }
    }

    private static Repository open(ObjectStore store) {
        return Repository.openOrCreate(
                store, RepositoryOptions.encrypted(new Recipient.ByKey("bench", EncryptionKey.generate())));
    }

    private void backups() {
        System.out.printf("%9s %10s %10s %12s %16s%n", "changed", "objects", "requests", "metadata", "of what changed");
        var base = full(DISK_BYTES);
        for (double fraction : new double[] {0, 0.0001, 0.001, 0.01, 0.1, 0.5, 1}) {
            base = incremental(base, fraction);
        }
    }

    private DiskImage full(long bytes) {
        try (var session = repository.startBackup(header(new UUID(1, 1)))) {
            var disk = session.disk(description(bytes), Optional.empty());
            for (long offset = 0; offset < bytes; offset += CELL) {
                disk.write(offset, content(CELL));
            }
            var image = disk.finish();
            session.commit(List.of(image));
            var figures = session.figures();
            System.out.printf(
                    "full: %.0f objects and %.0f requests for each TiB, %.4f %% metadata%n",
                    figures.objectsWritten() * TIB / bytes,
                    figures.requests() * TIB / bytes,
                    100.0 * metadata(figures) / bytes);
            return image;
        }
    }

    private DiskImage incremental(DiskImage base, double fraction) {
        try (var session = repository.startBackup(header(new UUID(1, 1)))) {
            var disk = session.disk(description(DISK_BYTES), Optional.of(base));
            long changed = 0;
            for (long offset = 0; offset < DISK_BYTES; offset += PIECE) {
                if (random.nextDouble() < fraction) {
                    disk.write(offset, content(PIECE));
                    changed += PIECE;
                }
            }
            var image = disk.finish();
            session.commit(List.of(image));
            var figures = session.figures();
            System.out.printf(
                    "%8.2f%% %10d %10d %8.2f MiB %16s%n",
                    100 * fraction,
                    figures.objectsWritten(),
                    figures.requests(),
                    metadata(figures) / MIB,
                    changed == 0 ? "-" : "%.2f%%".formatted(100.0 * metadata(figures) / changed));
            return image;
        }
    }

    /// All that is written but content of the disk: pages, tables, manifest, leases, checkpoints.
    private static long metadata(SessionFigures figures) {
        return figures.uploadedBytes() - figures.disks().storedBytes();
    }

    /// Machines with a disk of a page each, one point each.
    private void prune(MeteringObjectStore store, int count) {
        for (int i = 0; i < count; i++) {
            try (var session = repository.startBackup(header(new UUID(2, i)))) {
                var disk = session.disk(description(8L << 20), Optional.empty());
                disk.write(0, content(CELL));
                session.commit(List.of(disk.finish()));
            }
        }
        long before = store.figures().requests();
        long start = System.nanoTime();
        repository.prune(PruneOptions.standard(), PruneProgress.silent());
        System.out.printf(
                "%8d %10d %10.2f%n", count, store.figures().requests() - before, (System.nanoTime() - start) / 1e9);
    }

    private ByteBuffer content(int bytes) {
        var content = new byte[bytes];
        random.nextBytes(content);
        return ByteBuffer.wrap(content);
    }

    private static DiskDescription description(long bytes) {
        return new DiskDescription("0", new UUID(1, 3), "bench", bytes, true);
    }

    private BackupHeader header(UUID vm) {
        return new BackupHeader(
                new PointId("p-" + points),
                vm,
                "bench",
                new UUID(1, 2),
                "bench",
                Instant.EPOCH.plusSeconds(points++),
                Map.of(),
                JsonNodeFactory.instance.objectNode(),
                List.of(),
                List.of());
    }
}
