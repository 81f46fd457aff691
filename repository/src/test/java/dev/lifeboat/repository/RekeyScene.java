package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.crypto.EncryptionKey;
import dev.lifeboat.repository.crypto.Identity;
import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// An encrypted repository with a point, whose keys a test changes.
final class RekeyScene {

    static final ObjectKey FIRST_KEYS = new ObjectKey("keys/0000000000000001");
    static final Unlock UNLOCK = Unlock.by(Fixtures.KEY);

    final InMemoryObjectStore store = new InMemoryObjectStore();
    final EncryptionKey other = EncryptionKey.generate();
    final Identity identity = Identity.generate();

    RekeyScene() {
        Mode.ENCRYPTED.create(store);
        backUp(UNLOCK, "before");
    }

    void backUp(Unlock unlock, String point) {
        try (var session = Repository.open(store, unlock).startBackup(Fixtures.header(point))) {
            var writer = session.disk(Fixtures.disk(3000), Optional.empty());
            writer.write(0, content(point));
            session.commit(List.of(writer.finish()));
        }
    }

    void assertReads(Unlock unlock, String point) {
        var repository = Repository.open(store, unlock);
        var found = repository.points().stream()
                .filter(one -> one.id().value().equals(point))
                .findFirst()
                .orElseThrow();
        var read = ByteBuffer.allocate(3000);
        repository.reader(found.disks().getFirst()).read(0, read);
        assertThat(read.flip()).isEqualTo(content(point));
    }

    private static ByteBuffer content(String point) {
        var content = new byte[3000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * point.hashCode() >> 3);
        }
        return ByteBuffer.wrap(content);
    }
}
