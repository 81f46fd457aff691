package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.OutdatedKeysException;
import dev.lifeboat.repository.errors.RepositoryLockedException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// An encrypted repository with two points of one machine, small enough to try every byte of it.
final class EncryptedScenario {

    final InMemoryObjectStore store = new InMemoryObjectStore();
    private final Map<ObjectKey, byte[]> objects = new HashMap<>();
    private final Map<String, ModelDisk> disks = new HashMap<>();

    EncryptedScenario(long seed) {
        var random = new Random(seed);
        var repository = Mode.ENCRYPTED.create(store);
        for (var point : List.of("one", "two")) {
            var disk = new ModelDisk(20_000);
            disk.change(0, disk.pieces(), random);
            disks.put(point, disk);
            try (var session = repository.startBackup(Fixtures.header(point))) {
                var writer = session.disk(Fixtures.disk(disk.sizeBytes()), Optional.empty());
                disk.writeAll(writer, random);
                session.commit(List.of(writer.finish()));
            }
        }
        store.listAll("").map(ObjectEntry::key).toList().forEach(key -> objects.put(key, content(key)));
        assertThat(keys("packs/")).hasSize(2);
        readAll();
    }

    List<ObjectKey> keys(String prefix) {
        return store.listAll(prefix).map(ObjectEntry::key).toList();
    }

    byte[] content(ObjectKey key) {
        return store.get(key).orElseThrow();
    }

    /// As it was written.
    void restore(ObjectKey key) {
        store.put(key, ByteBuffer.wrap(objects.get(key)));
    }

    /// Opens the repository and reads every byte of every point.
    void readAll() {
        var repository = Repository.open(store, Unlock.by(Fixtures.KEY), Fixtures.TUNING);
        var points = repository.points();
        assertThat(points).hasSize(2);
        for (var point : points) {
            var disk = disks.get(point.id().value());
            disk.assertEqualTo(repository.reader(point.disks().getFirst()), new Random(1));
        }
    }

    /// With that content in the object's place, whoever reads everything is told which object is wrong.
    void assertRefused(ObjectKey key, byte[] forged, String what) {
        store.put(key, ByteBuffer.wrap(forged));

        var thrown = catchThrowable(this::readAll);

        assertThat(thrown)
                .as("%s: %s", key, what)
                .isInstanceOfAny(
                        DamagedException.class,
                        OutdatedKeysException.class,
                        UnsupportedFormatException.class,
                        RepositoryLockedException.class)
                .hasMessageContaining(key.value());
        restore(key);
    }
}
