package dev.lifeboat.repository;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.crypto.EncryptionKey;
import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.Geometry;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.repository.session.CheckpointPolicy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/// Small values for tests: everything is cut 128 times smaller than usual, so that a few hundred KiB cross
/// every border.
final class Fixtures {

    /// Pieces of 512 bytes, cells of 8 KiB, pages of 64 KiB.
    static final Geometry SMALL = new Geometry(512, 8 << 10, 64 << 10);

    static final RepositoryOptions OPTIONS = new RepositoryOptions(SMALL, 40_000);

    static final EncryptionKey KEY = EncryptionKey.parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");

    static final Tuning TUNING = new Tuning(2, 2, 2, 4096, 3);

    /// Checkpoints so often that a killed writer takes three cells with it.
    static final CheckpointPolicy STRICT = new CheckpointPolicy(24_000, Duration.ofSeconds(15), Duration.ZERO, 24_000);

    static final Tuning STRICT_TUNING = new Tuning(2, 2, 2, 4096, 3, STRICT);

    static final UUID VM = UUID.fromString("00000000-0000-0000-0000-00000000000a");

    private static final UUID POOL = UUID.fromString("00000000-0000-0000-0000-00000000000b");

    private Fixtures() {}

    static BackupHeader header(String point) {
        return header(VM, point, Instant.parse("2026-03-01T10:15:30Z"));
    }

    static BackupHeader header(UUID vm, String point, Instant time) {
        var metadata =
                JsonNodeFactory.instance.objectNode().put("memory", 1L << 33).put("firmware", "uefi");
        return new BackupHeader(
                new PointId(point),
                vm,
                "web «1»",
                POOL,
                "west",
                time,
                Map.of("tier", "gold"),
                metadata,
                List.of(),
                List.of());
    }

    /// Without which the first disk of the point cannot be read.
    static ChunkRef firstPage(RecoveryPoint point) {
        return point.disks().getFirst().pages().getFirst().chunk();
    }

    static DiskDescription disk(long sizeBytes) {
        return disk("0", sizeBytes);
    }

    static DiskDescription disk(String device, long sizeBytes) {
        return new DiskDescription(device, new UUID(7, sizeBytes), "disk " + device, sizeBytes, true);
    }

    /// Commits a point of one disk that is full of random bytes.
    static DiskImage commitRandomDisk(
            Repository repository, String point, long sizeBytes, int bytesPerWrite, Random random) {
        var buffer = new byte[bytesPerWrite];
        try (var session = repository.startBackup(header(point))) {
            var disk = session.disk(disk(sizeBytes), Optional.empty());
            for (long offset = 0; offset < sizeBytes; offset += bytesPerWrite) {
                random.nextBytes(buffer);
                disk.write(offset, ByteBuffer.wrap(buffer));
            }
            var image = disk.finish();
            session.commit(List.of(image));
            return image;
        }
    }

    /// Backs up a disk of so many random bytes.
    static RecoveryPoint backUp(Repository repository, BackupHeader header, int sizeBytes) {
        var disk = new ModelDisk(sizeBytes);
        disk.change(0, disk.pieces(), new Random(sizeBytes));
        return backUp(repository, header, disk);
    }

    static RecoveryPoint backUp(Repository repository, BackupHeader header, ModelDisk disk) {
        try (var session = repository.startBackup(header)) {
            var writer = session.disk(Fixtures.disk(disk.sizeBytes()), Optional.empty());
            disk.writeAll(writer, new Random(1));
            return session.commit(List.of(writer.finish()));
        }
    }
}
