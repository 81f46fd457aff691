package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.objectstore.ForwardingObjectStore;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.repository.prune.PruneOptions;
import dev.lifeboat.repository.prune.PruneProgress;
import dev.lifeboat.repository.prune.PruneReport;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/// A repository with a clock that a test moves, and what its points have to hold.
final class PruneWorld {

    static final Duration PACK_GRACE = Duration.ofHours(24);
    static final Duration POINT_GRACE = Duration.ofHours(72);

    /// One request at a time, so that what happens is the same each time.
    static final PruneOptions OPTIONS =
            PruneOptions.standard().withGrace(PACK_GRACE, POINT_GRACE).withParallel(1);

    final TickingClock clock = new TickingClock();
    final InMemoryObjectStore store = new InMemoryObjectStore(clock);
    final Map<String, ModelDisk> expected = new TreeMap<>();

    private final Mode mode;

    PruneWorld() {
        this(Mode.UNENCRYPTED);
    }

    PruneWorld(Mode mode) {
        this.mode = mode;
        mode.create(store);
    }

    /// Another world where everything is the same up to now.
    PruneWorld copy() {
        var copy = new PruneWorld(mode, clock.instant());
        store.listAll("").forEach(entry -> {
            copy.clock.set(entry.modifiedAt());
            copy.store.put(entry.key(), ByteBuffer.wrap(store.get(entry.key()).orElseThrow()));
        });
        copy.clock.set(clock.instant());
        copy.expected.putAll(expected);
        return copy;
    }

    private PruneWorld(Mode mode, Instant now) {
        this.mode = mode;
        clock.set(now);
    }

    Repository repository() {
        return repository(store);
    }

    Repository repository(ObjectStore through) {
        return repository(through, clock);
    }

    Repository repository(ObjectStore through, Clock itsClock) {
        return mode.open(through, itsClock);
    }

    RecoveryPoint backUp(String point, ModelDisk disk, Optional<DiskImage> base) {
        return backUp(Fixtures.VM, point, disk, base);
    }

    RecoveryPoint backUp(UUID vm, String point, ModelDisk disk, Optional<DiskImage> base) {
        var committed = write(repository(), vm, point, disk, base);
        expected.put(point, disk.copy());
        return committed;
    }

    static RecoveryPoint write(Repository repository, UUID vm, String point, ModelDisk disk, Optional<DiskImage> base) {
        try (var session = repository.startBackup(Fixtures.header(vm, point, Instant.parse("2026-03-01T10:15:30Z")))) {
            var writer = session.disk(Fixtures.disk(disk.sizeBytes()), base);
            disk.writeAll(writer, new Random(1));
            return session.commit(List.of(writer.finish()));
        }
    }

    /// A writer stores all of a disk, and is gone before it commits or says that it ends.
    void die(String point, ModelDisk disk) {
        var cannotDelete = new ForwardingObjectStore(store) {
            @Override
            public void delete(ObjectKey key) {
                // It is dead by now.
            }
        };
        try (var session = repository(cannotDelete).startBackup(Fixtures.header(point))) {
            disk.writeAll(session.disk(Fixtures.disk(disk.sizeBytes()), Optional.empty()), new Random(1));
        }
    }

    void delete(String point) {
        repository().deletePoint(Fixtures.VM, new PointId(point));
        expected.remove(point);
    }

    PruneReport prune() {
        return prune(OPTIONS);
    }

    PruneReport prune(PruneOptions options) {
        return repository().prune(options, PruneProgress.silent());
    }

    /// Both phases, and what becomes free by them, until nothing changes any more.
    void pruneToTheEnd() {
        for (int i = 0; i < 6; i++) {
            clock.advance(POINT_GRACE.plusHours(1));
            prune();
        }
    }

    void assertAllPointsRestore() {
        var points = repository().points();
        assertThat(points.stream().map(point -> point.id().value()))
                .containsExactlyInAnyOrderElementsOf(expected.keySet());
        points.forEach(this::assertRestores);
    }

    void assertRestores(RecoveryPoint point) {
        var disk = expected.get(point.id().value());
        assertThat(disk).as(point.id().value()).isNotNull();
        disk.assertEqualTo(repository().reader(point.disks().getFirst()), new Random(1));
    }

    List<String> keys(String prefix) {
        return store.listAll(prefix)
                .map(ObjectEntry::key)
                .map(key -> key.value())
                .toList();
    }

    static ModelDisk noise(int pieces, long seed) {
        var disk = new ModelDisk(pieces * Fixtures.SMALL.pieceBytes());
        disk.fill(0, pieces, new Random(seed));
        return disk;
    }
}
