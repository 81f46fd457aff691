package dev.lifeboat.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.RepositoryNotFoundException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.manifest.RepositoryDocument;
import dev.lifeboat.repository.manifest.SealedDocuments;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.file.FileSystemObjectStore;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.repository.point.RecoveryPoint;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryTest {

    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @Test
    void manyMayCreateItAtOnceAndAllOpenTheSame() throws Exception {
        var ids = new ArrayList<UUID>();
        try (var executor = Executors.newFixedThreadPool(8)) {
            Callable<UUID> create = () -> create().description().id();
            for (var id : executor.invokeAll(List.of(create, create, create, create, create, create, create, create))) {
                ids.add(id.get());
            }
        }

        assertThat(ids.stream().distinct())
                .containsExactly(Repository.open(store).description().id());
    }

    @Test
    void anEmptyStoreHoldsNoRepository() {
        assertThatThrownBy(() -> Repository.open(store))
                .isInstanceOf(RepositoryNotFoundException.class)
                .hasMessageContaining("memory");
    }

    @Test
    void theDescriptionSaysHowItWasMade() {
        var description = create().description();

        assertThat(description.geometry()).isEqualTo(Fixtures.SMALL);
        assertThat(description.packBytes()).isEqualTo(Fixtures.OPTIONS.packBytes());
        assertThat(description.formatVersion()).isEqualTo(1);
    }

    @Test
    void aDescriptionThatWasTamperedWithIsRefused() {
        create();
        var text = new String(content(RepositoryDocument.KEY), UTF_8);
        store.put(
                RepositoryDocument.KEY,
                ByteBuffer.wrap(text.replace("40000", "50000").getBytes(UTF_8)));

        assertThatThrownBy(() -> Repository.open(store))
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining("repository.json");
    }

    @Test
    void aPointKeepsAllThatWasSaidOfIt() {
        var header = Fixtures.header("daily-1");
        var committed = backUp(create(), header, 3000);

        var found = Repository.open(store).find(Fixtures.VM, new PointId("daily-1"));

        assertThat(found).hasValue(committed);
        assertThat(found.orElseThrow().header()).isEqualTo(header);
        assertThat(committed.manifestKey())
                .isEqualTo("points/00000000-0000-0000-0000-00000000000a/20260301T101530Z-daily-1");
        assertThat(committed.logicalBytes()).isEqualTo(3000);
    }

    @Test
    void committingTheSamePointAgainGivesTheFirstOne() {
        var repository = create();
        var first = backUp(repository, Fixtures.header("p"), 3000);

        var second = backUp(repository, Fixtures.header("p"), 5000);

        assertThat(second).isEqualTo(first);
        assertThat(repository.points()).containsExactly(first);
    }

    @Test
    void pointsAreInOrderOfTimeForEachMachine() {
        var repository = create();
        var late = backUp(repository, Fixtures.header(Fixtures.VM, "a", Instant.parse("2026-02-01T00:00:00Z")), 10);
        var early = backUp(repository, Fixtures.header(Fixtures.VM, "b", Instant.parse("2026-01-01T00:00:00Z")), 10);
        var other = backUp(repository, Fixtures.header(new UUID(5, 5), "c", Instant.EPOCH), 10);

        assertThat(repository.points(Fixtures.VM)).containsExactly(early, late);
        assertThat(repository.points()).containsExactlyInAnyOrder(early, late, other);
    }

    @Test
    void aDeletedPointIsGoneAndTheOthersRestore() {
        var repository = create();
        backUp(repository, Fixtures.header("p"), 3000);
        var kept = backUp(repository, Fixtures.header("q"), 3000);

        repository.deletePoint(Fixtures.VM, new PointId("p"));
        repository.deletePoint(Fixtures.VM, new PointId("p"));

        assertThat(repository.points()).containsExactly(kept);
        assertThat(repository.find(Fixtures.VM, new PointId("p"))).isEmpty();
        repository.reader(kept.disks().getFirst()).read(0, ByteBuffer.allocate(3000));
    }

    @Test
    void aManifestThatCannotBeReadFailsTheListAndIsNamed() {
        var repository = create();
        var point = backUp(repository, Fixtures.header("p"), 10);
        store.put(new ObjectKey(point.manifestKey()), ByteBuffer.wrap(new byte[200]));

        assertThatThrownBy(repository::points)
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining(point.manifestKey());
    }

    @Test
    void aManifestUnderAnotherNameIsRefused() {
        var repository = create();
        var point = backUp(repository, Fixtures.header("p"), 10);
        var other = new ObjectKey(point.manifestKey().replace("-p", "-q"));
        store.put(other, ByteBuffer.wrap(content(new ObjectKey(point.manifestKey()))));

        assertThatThrownBy(() -> repository.find(Fixtures.VM, new PointId("q"))).isInstanceOf(DamagedException.class);
    }

    @Test
    void aNewerFormatIsNotGuessedAt() {
        var key = RepositoryDocument.KEY;
        create();
        var newer = new String(content(key), UTF_8)
                .replace("\"formatVersion\":1", "\"formatVersion\":2")
                .lines()
                .findFirst()
                .orElseThrow();
        store.put(key, SealedDocuments.seal(key, newer));

        assertThatThrownBy(() -> Repository.open(store)).isInstanceOf(UnsupportedFormatException.class);
    }

    @Test
    void twoSessionsWriteAtTheSameTimeAndBothCommit() throws Exception {
        var repository = create();
        var disks = List.of(new ModelDisk(200_000), new ModelDisk(200_000));
        disks.forEach(disk -> disk.change(0, 400, new Random(disks.indexOf(disk))));
        try (var executor = Executors.newFixedThreadPool(2)) {
            var points = executor.invokeAll(List.<Callable<RecoveryPoint>>of(
                    () -> backUp(repository, Fixtures.header("one"), disks.get(0)),
                    () -> backUp(repository, Fixtures.header("two"), disks.get(1))));
            for (int i = 0; i < 2; i++) {
                disks.get(i)
                        .assertEqualTo(
                                repository.reader(points.get(i).get().disks().getFirst()), new Random(i));
            }
        }
        assertThat(repository.points()).hasSize(2);
        assertThat(store.listAll("sessions/")).isEmpty();
    }

    @Test
    void manyThreadsWriteOneDisk() throws Exception {
        var repository = create();
        var disk = new ModelDisk(600_001);
        disk.change(0, 2000, new Random(9));
        try (var session = repository.startBackup(Fixtures.header("p"));
                var executor = Executors.newFixedThreadPool(6)) {
            var writer = session.disk(Fixtures.disk(disk.sizeBytes()), Optional.empty());
            var writes = new ArrayList<Callable<Boolean>>();
            for (int piece = 0; piece < disk.pieces(); piece += 7) {
                int first = piece;
                writes.add(() -> {
                    disk.write(writer, first, 7, new Random(first));
                    return true;
                });
            }
            for (var write : executor.invokeAll(writes)) {
                write.get();
            }
            var point = session.commit(List.of(writer.finish()));
            disk.assertEqualTo(repository.reader(point.disks().getFirst()), new Random(1));
        }
    }

    @Test
    void aSessionThatIsNotCommittedLeavesNoPoint() {
        var repository = create();
        try (var session = repository.startBackup(Fixtures.header("p"))) {
            session.disk(Fixtures.disk(3000), Optional.empty()).write(0, ByteBuffer.wrap(new byte[3000]));
        }

        assertThat(repository.points()).isEmpty();
    }

    @Test
    void aSessionThatIsAbandonedLeavesNothingOfItself() {
        var repository = create();
        try (var session = repository.startBackup(Fixtures.header("p"))) {
            session.disk(Fixtures.disk(3000), Optional.empty()).write(0, ByteBuffer.wrap(new byte[3000]));
            assertThat(store.listAll("sessions/")).isNotEmpty();
            session.abandon();
        }

        assertThat(repository.points()).isEmpty();
        assertThat(store.listAll("sessions/")).isEmpty();
    }

    @Test
    void usageCountsWhatIsThere() {
        var repository = create();
        backUp(repository, Fixtures.header("p"), 3000);
        backUp(repository, Fixtures.header("q"), 3000);

        var usage = repository.usage();

        assertThat(usage.points()).isEqualTo(2);
        assertThat(usage.logicalBytes()).isEqualTo(6000);
        assertThat(usage.storedBytes())
                .isEqualTo(
                        store.listAll("").mapToLong(entry -> entry.sizeBytes()).sum());
        assertThat(usage.objects()).isEqualTo(store.listAll("").count());
    }

    @Test
    void aProbeFindsAGoodStoreUsableAndLeavesNothing(@TempDir Path directory) {
        for (var good : List.of(store, new FileSystemObjectStore(directory))) {
            var result = Repository.probe(good);

            assertThat(result.usable()).as(result.toString()).isTrue();
            assertThat(good.listAll("")).isEmpty();
        }
    }

    private byte[] content(ObjectKey key) {
        return store.get(key).orElseThrow();
    }

    private Repository create() {
        return Repository.openOrCreate(store, Fixtures.OPTIONS, Fixtures.TUNING);
    }

    private static RecoveryPoint backUp(Repository repository, BackupHeader header, int sizeBytes) {
        var disk = new ModelDisk(sizeBytes);
        disk.change(0, disk.pieces(), new Random(sizeBytes));
        return backUp(repository, header, disk);
    }

    private static RecoveryPoint backUp(Repository repository, BackupHeader header, ModelDisk disk) {
        try (var session = repository.startBackup(header)) {
            var writer = session.disk(Fixtures.disk(disk.sizeBytes()), Optional.empty());
            disk.writeAll(writer, new Random(1));
            return session.commit(List.of(writer.finish()));
        }
    }
}
