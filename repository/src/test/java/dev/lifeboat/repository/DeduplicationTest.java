package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.disk.DiskFigures;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.repository.point.RecoveryPoint;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What is stored once, and what happens if what a session was told of others is wrong.
@ParameterizedClass
@EnumSource(Mode.class)
class DeduplicationTest {

    private static final UUID OTHER_VM = UUID.fromString("00000000-0000-0000-0000-0000000000ff");
    private static final int CELL = Fixtures.SMALL.cellBytes();

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final Repository repository;
    private final byte[] disk = new byte[40 * CELL];

    DeduplicationTest(Mode mode) {
        repository = mode.create(store);
        new Random(1).nextBytes(disk);
    }

    @Test
    void aChunkThatComesTwiceInASessionIsStoredOnce() {
        System.arraycopy(disk, 0, disk, 20 * CELL, 20 * CELL);

        var figures = backUp(Fixtures.VM, "p", Optional.empty()).figures();

        assertThat(figures.newBytes()).isEqualTo(20L * CELL);
        assertThat(figures.duplicateBytes()).isEqualTo(20L * CELL);
    }

    @Test
    void anotherMachineWithTheSameContentStoresNothingNew() {
        backUp(Fixtures.VM, "p", Optional.empty());

        var clone = backUp(OTHER_VM, "q", Optional.empty());

        assertThat(clone.figures().newBytes()).isZero();
        assertRestores(clone);
    }

    @Test
    void aFullReadOverAnUnchangedBaseStoresNothingNotEvenPages() {
        var first = backUp(Fixtures.VM, "p", Optional.empty());

        var second = backUp(Fixtures.VM, "q", Optional.of(first.disks().getFirst()));

        assertThat(second.figures().newBytes()).isZero();
        assertThat(second.disks().getFirst().pages())
                .isEqualTo(first.disks().getFirst().pages());
    }

    @Test
    void unchangedPagesAreShared() {
        var first = backUp(Fixtures.VM, "p", Optional.empty());
        try (var session = repository.startBackup(Fixtures.header("q"))) {
            var writer = session.disk(
                    Fixtures.disk(disk.length), first.disks().stream().findFirst());
            disk[9 * CELL]++;
            writer.write(9 * CELL, ByteBuffer.wrap(disk, 9 * CELL, Fixtures.SMALL.pieceBytes()));
            var second = session.commit(List.of(writer.finish()));

            var pages = second.disks().getFirst().pages();
            assertThat(pages).hasSize(5);
            pages.forEach(page ->
                    assertThat(first.disks().getFirst().pages().contains(page)).isEqualTo(page.index() != 1));
            assertRestores(second);
        }
    }

    @Test
    void segmentsThatNamePacksThatAreGoneHarmNothing() {
        backUp(Fixtures.VM, "p", Optional.empty());
        repository.deletePoint(Fixtures.VM, new PointId("p"));
        deleteAll("packs/");

        var point = backUp(OTHER_VM, "q", Optional.empty());

        assertThat(point.figures().newBytes()).isEqualTo(disk.length);
        assertRestores(point);
    }

    @Test
    void damagedSegmentsAreIgnored() {
        backUp(Fixtures.VM, "p", Optional.empty());
        store.listAll("dedup/").toList().forEach(segment -> store.put(segment.key(), ByteBuffer.wrap(new byte[500])));

        var point = backUp(OTHER_VM, "q", Optional.empty());

        assertThat(point.figures().duplicateBytes()).isZero();
        assertRestores(point);
    }

    @Test
    void aPackOfAnotherSessionThatVanishesBeforeTheCommitFailsIt() {
        backUp(Fixtures.VM, "p", Optional.empty());
        try (var session = repository.startBackup(Fixtures.header(OTHER_VM, "q", Instant.EPOCH))) {
            var writer = session.disk(Fixtures.disk(disk.length), Optional.empty());
            writer.write(0, ByteBuffer.wrap(disk));
            var image = writer.finish();
            deleteAll("packs/");

            assertThatThrownBy(() -> session.commit(List.of(image))).isInstanceOf(ChunkMissingException.class);
        }
        assertThat(repository.points(OTHER_VM)).isEmpty();
    }

    private void deleteAll(String prefix) {
        store.listAll(prefix).map(ObjectEntry::key).toList().forEach(store::delete);
    }

    private RecoveryPoint backUp(UUID vm, String point, Optional<DiskImage> base) {
        try (var session = repository.startBackup(Fixtures.header(vm, point, Instant.EPOCH))) {
            var writer = session.disk(Fixtures.disk(disk.length), base);
            writer.write(0, ByteBuffer.wrap(disk));
            var committed = session.commit(List.of(writer.finish()));
            assertThat(session.figures().disks()).isEqualTo(committed.figures()).isNotEqualTo(DiskFigures.NONE);
            return committed;
        }
    }

    private void assertRestores(RecoveryPoint point) {
        var read = ByteBuffer.allocate(disk.length);
        repository.reader(point.disks().getFirst()).read(0, read);
        assertThat(read.array()).isEqualTo(disk);
    }
}
