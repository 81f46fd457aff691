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
import dev.lifeboat.repository.point.PointId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
        var committed = Fixtures.backUp(create(), header, 3000);

        var found = Repository.open(store).find(Fixtures.VM, new PointId("daily-1"));

        assertThat(found).hasValue(committed);
        assertThat(found.orElseThrow().header()).isEqualTo(header);
        assertThat(committed.manifestKey())
                .isEqualTo("points/00000000-0000-0000-0000-00000000000a/20260301T101530Z-daily-1");
        assertThat(committed.logicalBytes()).isEqualTo(3000);
    }

    @Test
    void pointsAreInOrderOfTimeForEachMachine() {
        var repository = create();
        var late = Fixtures.backUp(
                repository, Fixtures.header(Fixtures.VM, "a", Instant.parse("2026-02-01T00:00:00Z")), 10);
        var early = Fixtures.backUp(
                repository, Fixtures.header(Fixtures.VM, "b", Instant.parse("2026-01-01T00:00:00Z")), 10);
        var other = Fixtures.backUp(repository, Fixtures.header(new UUID(5, 5), "c", Instant.EPOCH), 10);

        assertThat(repository.points(Fixtures.VM)).containsExactly(early, late);
        assertThat(repository.points()).containsExactlyInAnyOrder(early, late, other);
    }

    @Test
    void aDeletedPointIsGoneAndTheOthersRestore() {
        var repository = create();
        Fixtures.backUp(repository, Fixtures.header("p"), 3000);
        var kept = Fixtures.backUp(repository, Fixtures.header("q"), 3000);

        repository.deletePoint(Fixtures.VM, new PointId("p"));
        repository.deletePoint(Fixtures.VM, new PointId("p"));

        assertThat(repository.points()).containsExactly(kept);
        assertThat(repository.find(Fixtures.VM, new PointId("p"))).isEmpty();
        repository.reader(kept.disks().getFirst()).read(0, ByteBuffer.allocate(3000));
    }

    @Test
    void aManifestThatCannotBeReadFailsTheListAndIsNamed() {
        var repository = create();
        var point = Fixtures.backUp(repository, Fixtures.header("p"), 10);
        store.put(new ObjectKey(point.manifestKey()), ByteBuffer.wrap(new byte[200]));

        assertThatThrownBy(repository::points)
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining(point.manifestKey());
    }

    @Test
    void aManifestUnderAnotherNameIsRefused() {
        var repository = create();
        var point = Fixtures.backUp(repository, Fixtures.header("p"), 10);
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
    void usageCountsWhatIsThere() {
        var repository = create();
        Fixtures.backUp(repository, Fixtures.header("p"), 3000);
        Fixtures.backUp(repository, Fixtures.header("q"), 3000);

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
}
