package dev.lifeboat.repository;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lifeboat.repository.crypto.EncryptionKey;
import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.disk.Geometry;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.repository.point.PointId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// Small values for tests: everything is cut 128 times smaller than usual, so that a few hundred KiB cross
/// every border.
final class Fixtures {

    /// Pieces of 512 bytes, cells of 8 KiB, pages of 64 KiB.
    static final Geometry SMALL = new Geometry(512, 8 << 10, 64 << 10);

    static final RepositoryOptions OPTIONS = new RepositoryOptions(SMALL, 40_000);

    static final EncryptionKey KEY = EncryptionKey.parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");

    static final Tuning TUNING = new Tuning(2, 2, 2, 4096, 3);

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
                new PointId(point), vm, "web «1»", POOL, "west", time, Map.of("tier", "gold"), metadata);
    }

    static DiskDescription disk(long sizeBytes) {
        return disk("0", sizeBytes);
    }

    static DiskDescription disk(String device, long sizeBytes) {
        return new DiskDescription(device, new UUID(7, sizeBytes), "disk " + device, sizeBytes, true);
    }
}
