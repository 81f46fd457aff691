package dev.lifeboat.repository;

import static dev.lifeboat.repository.RekeyScene.FIRST_KEYS;
import static dev.lifeboat.repository.RekeyScene.UNLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lifeboat.repository.crypto.EncryptionKey;
import dev.lifeboat.repository.crypto.Identity;
import dev.lifeboat.repository.crypto.Passphrase;
import dev.lifeboat.repository.crypto.Recipient;
import dev.lifeboat.repository.crypto.Rekey;
import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.errors.RekeyRefusedException;
import dev.lifeboat.repository.errors.RepositoryLockedException;
import dev.lifeboat.repository.objectstore.FailingObjectStore;
import dev.lifeboat.repository.objectstore.FailingObjectStore.Failure;
import dev.lifeboat.repository.objectstore.FailingObjectStore.Then;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Recipients and data keys change; what is stored stays where and as it is.
class RekeyTest {

    private final RekeyScene scene = new RekeyScene();
    private final InMemoryObjectStore store = scene.store;
    private final EncryptionKey other = scene.other;
    private final Identity identity = scene.identity;

    @Test
    void anAddedRecipientReadsWhatWasThereBeforeAndNoPackIsTouched() {
        var packs = contents("packs/");

        Repository.rekey(store, UNLOCK, Rekey.nothing().adding(new Recipient.ByKey("second", other)));

        scene.assertReads(Unlock.by(other), "before");
        scene.assertReads(UNLOCK, "before");
        assertThat(contents("packs/")).isEqualTo(packs);
    }

    @Test
    void aRemovedRecipientIsOutAndItsWrappedKeysAreGone() {
        var change =
                Rekey.nothing().adding(new Recipient.ByKey("second", other)).removing("operator");

        var encryption = Repository.rekey(store, UNLOCK, change);

        assertThat(encryption.generation()).isEqualTo(2);
        assertThat(encryption.recipients()).extracting("name").containsExactly("second");
        assertThatThrownBy(() -> Repository.open(store, UNLOCK)).isInstanceOf(RepositoryLockedException.class);
        scene.assertReads(Unlock.by(other), "before");
        assertThat(store.listAll("keys/")).hasSize(1);
    }

    @Test
    void aNewDataKeyIsWrappedForPublicRecipientsWithoutTheirSecretAndOldDataStaysReadable() {
        Repository.rekey(
                store, UNLOCK, Rekey.nothing().adding(new Recipient.ByIdentity("recovery", identity.publicPart())));

        var encryption = Repository.rekey(store, UNLOCK, Rekey.nothing().withNewDataKey());
        scene.backUp(UNLOCK, "after");

        assertThat(encryption.dataKeys()).isEqualTo(2);
        for (var unlock : List.of(UNLOCK, Unlock.by(identity))) {
            scene.assertReads(unlock, "before");
            scene.assertReads(unlock, "after");
        }
    }

    @Test
    void aNewDataKeyNeedsTheSecretsOfTheOtherRecipients() {
        var passphrase = Passphrase.parse("correct horse");
        var admin = new Recipient.ByPassphrase("admin", passphrase, 10);
        Repository.rekey(store, UNLOCK, Rekey.nothing().adding(admin));

        assertThatThrownBy(() -> Repository.rekey(store, UNLOCK, Rekey.nothing().withNewDataKey()))
                .isInstanceOf(RekeyRefusedException.class)
                .hasMessageContaining("passphrase of 'admin'");

        Repository.rekey(store, UNLOCK, Rekey.nothing().adding(admin).withNewDataKey());
        scene.assertReads(Unlock.by(passphrase), "before");
        Repository.rekey(
                store,
                Unlock.by(passphrase),
                Rekey.nothing().removing("operator").withNewDataKey());
        scene.assertReads(Unlock.by(passphrase), "before");
    }

    @Test
    void changesThatWouldLockEverybodyOutAreRefused() {
        for (var change : List.of(
                Rekey.nothing().removing("operator"),
                Rekey.nothing().removing("nobody"),
                Rekey.nothing()
                        .removing("operator")
                        .adding(new Recipient.ByIdentity("recovery", identity.publicPart())),
                Rekey.nothing().adding(new Recipient.ByKey("a", other)).adding(new Recipient.ByKey("a", other)))) {
            assertThatThrownBy(() -> Repository.rekey(store, UNLOCK, change))
                    .isInstanceOf(RekeyRefusedException.class)
                    .hasMessageContaining("stay as they are");
        }
        assertThat(store.listAll("keys/").map(ObjectEntry::key)).containsExactly(FIRST_KEYS);
    }

    @Test
    void anIdentityWithoutFingerprintCannotChangeKeys() {
        Repository.rekey(
                store, UNLOCK, Rekey.nothing().adding(new Recipient.ByIdentity("recovery", identity.publicPart())));
        var change = Rekey.nothing().adding(new Recipient.ByKey("second", other));

        assertThatThrownBy(() -> Repository.rekey(store, Unlock.by(identity), change))
                .isInstanceOf(RepositoryLockedException.class);

        var fingerprint = Repository.open(store, UNLOCK)
                .description()
                .encryption()
                .orElseThrow()
                .fingerprint();
        Repository.rekey(store, Unlock.by(identity).expecting(fingerprint), change);
        scene.assertReads(Unlock.by(other), "before");
    }

    @Test
    void twoWhoChangeTheKeysAtOnceLoseNothing() throws Exception {
        try (var executor = Executors.newFixedThreadPool(2)) {
            List<Callable<Long>> changes = List.of(
                    () -> Repository.rekey(store, UNLOCK, Rekey.nothing().adding(new Recipient.ByKey("a", other)))
                            .generation(),
                    () -> Repository.rekey(
                                    store,
                                    UNLOCK,
                                    Rekey.nothing().adding(new Recipient.ByIdentity("b", identity.publicPart())))
                            .generation());
            for (var change : executor.invokeAll(changes)) {
                change.get();
            }
        }

        scene.assertReads(Unlock.by(other), "before");
        scene.assertReads(Unlock.by(identity), "before");
        assertThat(store.listAll("keys/").map(ObjectEntry::key))
                .containsExactly(new ObjectKey("keys/0000000000000003"));
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void whereverAChangeStopsTheRepositoryOpens(Failure failure) {
        for (int call = 0; call < 8; call++) {
            var failing = new FailingObjectStore(store, call, failure, Then.STOP);

            catchThrowable(
                    () -> Repository.rekey(failing, UNLOCK, Rekey.nothing().withNewDataKey()));

            scene.assertReads(UNLOCK, "before");
        }
        assertThat(Repository.open(store, UNLOCK)
                        .description()
                        .encryption()
                        .orElseThrow()
                        .dataKeys())
                .isGreaterThan(1);
    }

    private List<ByteBuffer> contents(String prefix) {
        return store.listAll(prefix)
                .map(entry -> ByteBuffer.wrap(store.get(entry.key()).orElseThrow()))
                .toList();
    }
}
