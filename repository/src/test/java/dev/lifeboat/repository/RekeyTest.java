package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lifeboat.repository.crypto.EncryptionKey;
import dev.lifeboat.repository.crypto.Identity;
import dev.lifeboat.repository.crypto.Passphrase;
import dev.lifeboat.repository.crypto.Recipient;
import dev.lifeboat.repository.crypto.Rekey;
import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.OutdatedKeysException;
import dev.lifeboat.repository.errors.RekeyRefusedException;
import dev.lifeboat.repository.errors.RepositoryLockedException;
import dev.lifeboat.repository.errors.RolledBackException;
import dev.lifeboat.repository.objectstore.FailingObjectStore;
import dev.lifeboat.repository.objectstore.FailingObjectStore.Failure;
import dev.lifeboat.repository.objectstore.FailingObjectStore.Then;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Recipients and data keys change; what is stored stays where and as it is.
class RekeyTest {

    private static final ObjectKey FIRST_KEYS = new ObjectKey("keys/0000000000000001");
    private static final Unlock UNLOCK = Unlock.by(Fixtures.KEY);

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final EncryptionKey other = EncryptionKey.generate();
    private final Identity identity = Identity.generate();

    RekeyTest() {
        Mode.ENCRYPTED.create(store);
        backUp(UNLOCK, "before");
    }

    @Test
    void anAddedRecipientReadsWhatWasThereBeforeAndNoPackIsTouched() {
        var packs = contents("packs/");

        Repository.rekey(store, UNLOCK, Rekey.nothing().adding(new Recipient.ByKey("second", other)));

        assertReads(Unlock.by(other), "before");
        assertReads(UNLOCK, "before");
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
        assertReads(Unlock.by(other), "before");
        assertThat(store.listAll("keys/")).hasSize(1);
    }

    @Test
    void aNewDataKeyIsWrappedForPublicRecipientsWithoutTheirSecretAndOldDataStaysReadable() {
        Repository.rekey(
                store, UNLOCK, Rekey.nothing().adding(new Recipient.ByIdentity("recovery", identity.publicPart())));

        var encryption = Repository.rekey(store, UNLOCK, Rekey.nothing().withNewDataKey());
        backUp(UNLOCK, "after");

        assertThat(encryption.dataKeys()).isEqualTo(2);
        for (var unlock : List.of(UNLOCK, Unlock.by(identity))) {
            assertReads(unlock, "before");
            assertReads(unlock, "after");
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
        assertReads(Unlock.by(passphrase), "before");
        Repository.rekey(
                store,
                Unlock.by(passphrase),
                Rekey.nothing().removing("operator").withNewDataKey());
        assertReads(Unlock.by(passphrase), "before");
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
        assertReads(Unlock.by(other), "before");
    }

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
        backUp(UNLOCK, "after");
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

        assertReads(Unlock.by(other), "before");
        assertReads(Unlock.by(identity), "before");
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

            assertReads(UNLOCK, "before");
        }
        assertThat(Repository.open(store, UNLOCK)
                        .description()
                        .encryption()
                        .orElseThrow()
                        .dataKeys())
                .isGreaterThan(1);
    }

    private void rollBack(byte[] former) {
        store.listAll("keys/").map(ObjectEntry::key).toList().forEach(store::delete);
        store.put(FIRST_KEYS, ByteBuffer.wrap(former));
    }

    private List<ByteBuffer> contents(String prefix) {
        return store.listAll(prefix)
                .map(entry -> ByteBuffer.wrap(store.get(entry.key()).orElseThrow()))
                .toList();
    }

    private void backUp(Unlock unlock, String point) {
        try (var session = Repository.open(store, unlock).startBackup(Fixtures.header(point))) {
            var writer = session.disk(Fixtures.disk(3000), Optional.empty());
            writer.write(0, content(point));
            session.commit(List.of(writer.finish()));
        }
    }

    private void assertReads(Unlock unlock, String point) {
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
