package dev.lifeboat.repository;

import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.DiskImageWriter;
import dev.lifeboat.repository.disk.DiskReader;
import dev.lifeboat.repository.disk.Extent;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.repository.verify.DamagedPoint;
import dev.lifeboat.repository.verify.DamagedPoint.Range;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;

/// Two machines with a few points each, in a store that tests may damage, and what the disks really held.
final class DamagedRepository {

    static final UUID OTHER_VM = UUID.fromString("00000000-0000-0000-0000-0000000000ff");

    private static final int PIECE = Fixtures.SMALL.pieceBytes();

    final InMemoryObjectStore store = new InMemoryObjectStore();
    private final Mode mode;
    private final Random random;
    private final Map<UUID, ModelDisk> now = new LinkedHashMap<>();
    private final Map<UUID, RecoveryPoint> newest = new LinkedHashMap<>();
    private int points;

    DamagedRepository(Random random) {
        this(Mode.UNENCRYPTED, random);
    }

    DamagedRepository(Mode mode, Random random) {
        this.mode = mode;
        this.random = random;
        mode.create(store);
        for (var vm : List.of(Fixtures.VM, OTHER_VM)) {
            var disk = new ModelDisk(150_000 + random.nextInt(100_000));
            disk.change(0, disk.pieces(), random);
            now.put(vm, disk);
            full(vm);
            incremental(vm);
        }
    }

    /// Another process: nothing is cached.
    Repository reopened() {
        return mode.open(store);
    }

    RecoveryPoint newest(UUID vm) {
        return newest.get(vm);
    }

    ModelDisk disk(UUID vm) {
        return now.get(vm);
    }

    RecoveryPoint full(UUID vm) {
        return backUp(vm, Optional.empty());
    }

    /// Writes what changed, and what the writer asks for.
    RecoveryPoint incremental(UUID vm) {
        return backUp(vm, Optional.of(newest.get(vm).disks().getFirst()));
    }

    private RecoveryPoint backUp(UUID vm, Optional<DiskImage> base) {
        var id = "p" + points++;
        var disk = now.get(vm);
        try (var session = reopened()
                .startBackup(Fixtures.header(
                        vm, id, Instant.parse("2026-03-01T10:00:00Z").plusSeconds(points)))) {
            var writer = session.disk(Fixtures.disk(disk.sizeBytes()), base);
            if (base.isEmpty()) {
                disk.write(writer, 0, disk.pieces(), random);
            } else {
                var again = writer.rangesToReadAgain();
                int first = random.nextInt(disk.pieces() - 8);
                disk.change(first, 8, random);
                writeEachOnce(disk, writer, first, again);
            }
            var point = session.commit(List.of(writer.finish()));
            newest.put(vm, point);
            return point;
        }
    }

    private void writeEachOnce(ModelDisk disk, DiskImageWriter writer, int first, List<Extent> again) {
        var pieces = new TreeSet<Integer>();
        for (int i = first; i < first + 8; i++) {
            pieces.add(i);
        }
        for (var extent : again) {
            for (long at = extent.offset(); at < extent.end(); at += PIECE) {
                pieces.add((int) (at / PIECE));
            }
        }
        pieces.forEach(piece -> disk.write(writer, piece, 1, random));
    }

    /// By trying each piece of each disk of each point.
    Map<String, List<Range>> unreadableRanges() {
        var fresh = reopened();
        var unreadable = new LinkedHashMap<String, List<Range>>();
        for (var point : fresh.scanPoints().points()) {
            var ranges = new ArrayList<Range>();
            var image = point.disks().getFirst();
            var reader = fresh.reader(image);
            for (long at = 0; at < image.sizeBytes(); at += PIECE) {
                int length = (int) Math.min(PIECE, image.sizeBytes() - at);
                if (!reads(reader, at, length)) {
                    boolean joins = !ranges.isEmpty() && ranges.getLast().end() == at;
                    long start = joins ? ranges.removeLast().offset() : at;
                    ranges.add(new Range(start, at + length - start));
                }
            }
            if (!ranges.isEmpty()) {
                unreadable.put(point.manifestKey(), ranges);
            }
        }
        return unreadable;
    }

    private static boolean reads(DiskReader reader, long at, int length) {
        try {
            reader.read(at, ByteBuffer.allocate(length));
            return true;
        } catch (ChunkMissingException | DamagedException _) {
            return false;
        }
    }

    static Map<String, List<Range>> ranges(List<DamagedPoint> damaged) {
        var ranges = new LinkedHashMap<String, List<Range>>();
        damaged.forEach(point ->
                ranges.put(point.manifestKey(), point.disks().getFirst().ranges()));
        return ranges;
    }
}
