package dev.lifeboat.repository;

import static dev.lifeboat.repository.RekeyScene.FIRST_KEYS;
import static dev.lifeboat.repository.RekeyScene.UNLOCK;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.crypto.EncryptionKey;
import dev.lifeboat.repository.crypto.Recipient;
import dev.lifeboat.repository.crypto.Rekey;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.OutdatedKeysException;
import dev.lifeboat.repository.errors.RolledBackException;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// Somebody puts keys back that were replaced.
class FormerKeysTest {

    private final RekeyScene scene = new RekeyScene();
    private final InMemoryObjectStore store = scene.store;
    private final EncryptionKey other = scene.other;

    @Test
    void formerKeysThatAreBackAreKnownByTheGenerationThatWasSeen() {
        var former = store.get(FIRST_KEYS).orElseThrow();
        var seen = Repository.rekey(store, UNLOCK, Rekey.nothing().withNewDataKey())
                .generation();
        rollBack(former);

        assertThatThrownBy(() -> Repository.open(store, UNLOCK.seen(seen)))
                .isInstanceOf(RolledBackException.class)
                .hasMessageContaining(FIRST_KEYS.value());
    }

    @Test
    void formerKeysThatAreBackAreKnownByWhatWasWrittenSince() {
        var former = store.get(FIRST_KEYS).orElseThrow();
        Repository.rekey(store, UNLOCK, Rekey.nothing().adding(new Recipient.ByKey("second", other)));
        scene.backUp(UNLOCK, "after");
        rollBack(former);

        assertThatThrownBy(() -> Repository.open(store, UNLOCK).points())
                .isInstanceOf(OutdatedKeysException.class)
                .hasMessageContaining("points/")
                .hasMessageContaining("generation 2");
    }

    @Test
    void formerKeysUnderANewerNameAreRefused() {
        var newer = new ObjectKey("keys/0000000000000002");
        store.put(newer, ByteBuffer.wrap(store.get(FIRST_KEYS).orElseThrow()));

        assertThatThrownBy(() -> Repository.open(store, UNLOCK))
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining(newer.value());
    }

    private void rollBack(byte[] former) {
        store.listAll("keys/").map(ObjectEntry::key).toList().forEach(store::delete);
        store.put(FIRST_KEYS, ByteBuffer.wrap(former));
    }
}
