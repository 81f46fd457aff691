package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.RepositoryDescription.KnownRecipient;
import dev.lifeboat.repository.crypto.EncryptionKey;
import dev.lifeboat.repository.crypto.Identity;
import dev.lifeboat.repository.crypto.Passphrase;
import dev.lifeboat.repository.crypto.Recipient;
import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.errors.RepositoryLockedException;
import dev.lifeboat.repository.errors.RepositoryLockedException.Reason;
import dev.lifeboat.repository.manifest.RepositoryDocument;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.point.PointId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who gets in, with what, and what the others are told.
class OpeningEncryptedRepositoriesTest {

    private static final EncryptionKey KEY = EncryptionKey.generate();
    private static final Passphrase PASSPHRASE = Passphrase.parse("correct horse battery staple\n");
    private static final Identity IDENTITY = Identity.generate();

    private static final RepositoryOptions OPTIONS = Fixtures.OPTIONS.withRecipients(List.of(
            new Recipient.ByIdentity("recovery", IDENTITY.publicPart()),
            new Recipient.ByKey("operator", KEY),
            new Recipient.ByPassphrase("admin", PASSPHRASE, 1000)));

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final Repository created = Repository.openOrCreate(store, OPTIONS, Fixtures.TUNING);

    static List<Unlock> everyRecipient() {
        return List.of(Unlock.by(KEY), Unlock.by(PASSPHRASE), Unlock.by(IDENTITY));
    }

    @ParameterizedTest
    @MethodSource("everyRecipient")
    void everyRecipientReadsWhatWasWritten(Unlock unlock) {
        var disk = new ModelDisk(30_000);
        disk.change(0, disk.pieces(), new Random(1));
        try (var session = created.startBackup(Fixtures.header("p"))) {
            var writer = session.disk(Fixtures.disk(disk.sizeBytes()), Optional.empty());
            disk.writeAll(writer, new Random(1));
            session.commit(List.of(writer.finish()));
        }

        var opened = Repository.open(store, unlock);

        var point = opened.find(Fixtures.VM, new PointId("p")).orElseThrow();
        assertThat(point.header()).isEqualTo(Fixtures.header("p"));
        disk.assertEqualTo(opened.reader(point.disks().getFirst()), new Random(1));
    }

    @Test
    void theDescriptionNamesItsRecipientsAndNoSecret() {
        var encryption = created.description().encryption().orElseThrow();

        assertThat(encryption.recipients())
                .containsExactly(
                        new KnownRecipient("recovery", "x25519"),
                        new KnownRecipient("operator", "key"),
                        new KnownRecipient("admin", "passphrase"));
        assertThat(encryption.generation()).isEqualTo(1);
        assertThat(encryption.fingerprint()).matches("[0-9a-f]{32}");
        assertThat(OPTIONS.toString()).doesNotContain(KEY.text()).doesNotContain("horse");
        assertThat(everyRecipient().toString())
                .doesNotContain(KEY.text())
                .doesNotContain("horse")
                .doesNotContain(IDENTITY.text());
    }

    @Test
    void withoutAKeyOneIsToldWhatToGive() {
        assertLocked(Unlock.none(), Reason.KEY_MISSING, "key file");
    }

    @Test
    void aWrongKeyIsToldApartFromDamage() {
        assertLocked(Unlock.by(EncryptionKey.generate()), Reason.KEY_REJECTED, "operator (key)");
        assertLocked(Unlock.by(Passphrase.parse("wrong horse")), Reason.KEY_REJECTED, "admin (passphrase)");
        assertLocked(Unlock.by(Identity.generate()), Reason.KEY_REJECTED, "recovery (x25519)");
    }

    @Test
    void aPublicKeyAloneProvesNothingSoItsOwnerReadsAndDoesNotWrite() {
        var recovery = Repository.open(store, Unlock.by(IDENTITY));

        assertThatThrownBy(() -> recovery.startBackup(Fixtures.header("p")))
                .isInstanceOfSatisfying(
                        RepositoryLockedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.READING_ONLY));
        assertThatThrownBy(() -> recovery.deletePoint(Fixtures.VM, new PointId("p")))
                .isInstanceOf(RepositoryLockedException.class);
        assertThat(store.listAll("sessions/")).isEmpty();
    }

    @Test
    void withTheFingerprintItsOwnerMayWrite() {
        var fingerprint = created.description().encryption().orElseThrow().fingerprint();

        var recovery = Repository.open(store, Unlock.by(IDENTITY).expecting(fingerprint + "\n"));

        recovery.startBackup(Fixtures.header("p")).close();
        assertLocked(Unlock.by(IDENTITY).expecting("00ff"), Reason.ANOTHER_REPOSITORY, fingerprint);
    }

    @Test
    void manyMayCreateItAtOnceAndAllOpenTheSame() throws Exception {
        var empty = new InMemoryObjectStore();
        var ids = new ArrayList<UUID>();
        try (var executor = Executors.newFixedThreadPool(6)) {
            Callable<UUID> create = () -> Repository.openOrCreate(empty, OPTIONS, Fixtures.TUNING)
                    .description()
                    .id();
            for (var id : executor.invokeAll(List.of(create, create, create, create, create, create))) {
                ids.add(id.get());
            }
        }

        assertThat(ids.stream().distinct()).hasSize(1);
        assertThat(empty.listAll("keys/")).hasSize(1);
    }

    @Test
    void aCreationThatStoppedHalfWayIsFinishedByTheNext() {
        store.delete(RepositoryDocument.KEY);

        var again = Repository.openOrCreate(store, OPTIONS, Fixtures.TUNING);

        assertThat(again.description().id()).isEqualTo(created.description().id());
    }

    @Test
    void thereHasToBeARecipientThatProvesWhoMadeIt() {
        var recovery = new Recipient.ByIdentity("recovery", IDENTITY.publicPart());

        assertThatThrownBy(() -> RepositoryOptions.encrypted(recovery)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(RepositoryOptions::encrypted).isInstanceOf(IllegalArgumentException.class);
    }

    private void assertLocked(Unlock unlock, Reason reason, String says) {
        assertThatThrownBy(() -> Repository.open(store, unlock))
                .isInstanceOfSatisfying(
                        RepositoryLockedException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(says);
    }
}
