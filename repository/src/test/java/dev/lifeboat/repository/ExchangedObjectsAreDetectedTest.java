package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.ForgedPacks;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.crypto.KeyedSeals;
import dev.lifeboat.repository.crypto.Keyring;
import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.RepositoryLockedException;
import dev.lifeboat.repository.errors.RepositoryLockedException.Reason;
import dev.lifeboat.repository.manifest.RepositoryDocument;
import dev.lifeboat.repository.manifest.SealedDocuments;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Objects that are genuine elsewhere, and objects of somebody who knows the format and no key.
class ExchangedObjectsAreDetectedTest {

    private final EncryptedScenario scenario = new EncryptedScenario(1);

    @ParameterizedTest
    @ValueSource(strings = {"points/", "packs/"})
    void anotherObjectOfTheSameKind(String prefix) {
        var keys = scenario.keys(prefix);

        scenario.assertRefused(keys.getFirst(), scenario.content(keys.getLast()), "content of the last one");
        scenario.assertRefused(keys.getLast(), scenario.content(keys.getFirst()), "content of the first one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"repository.json", "points/", "packs/"})
    void anObjectOfAnotherRepositoryWithTheSameKey(String prefix) {
        var other = new EncryptedScenario(1);

        scenario.assertRefused(
                scenario.keys(prefix).getFirst(),
                other.content(other.keys(prefix).getFirst()),
                "of another repository");
    }

    @Test
    void theKeysOfAnotherRepositoryWithTheSameKey() {
        var other = new EncryptedScenario(1);
        var keys = scenario.keys("keys/").getFirst();
        scenario.store.put(keys, ByteBuffer.wrap(other.content(keys)));

        assertThatThrownBy(scenario::readAll)
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining("repository.json");
    }

    @Test
    void aWholeRepositoryInThePlaceOfAnotherIsKnownByItsFingerprint() {
        var fingerprint = fingerprint(scenario);
        var other = new EncryptedScenario(1);

        assertThatThrownBy(() ->
                        Repository.open(other.store, Unlock.by(Fixtures.KEY).expecting(fingerprint)))
                .isInstanceOfSatisfying(
                        RepositoryLockedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.ANOTHER_REPOSITORY))
                .hasMessageContaining(fingerprint)
                .hasMessageContaining(fingerprint(other));
    }

    @Test
    void packsThatSomebodyWithoutKeysHasWritten() {
        var ref = firstPage();
        var key = ref.pack().key();
        var moved = new PackId(1, 2);
        var stranger = new KeyedSeals(UUID.randomUUID(), Keyring.generate(new SecureRandom()), 1);
        var content = new byte[512];

        for (var seals : new Seals[] {Seals.unencrypted(), stranger}) {
            scenario.assertRefused(key, ForgedPacks.forwarding(seals, key, ref.chunk(), moved), "forwarding");
            scenario.assertRefused(key, ForgedPacks.holding(seals, key, ref.chunk(), content), "pack");
        }
    }

    @Test
    void manifestsThatSomebodyWithoutKeysHasWritten() {
        var key = scenario.keys("points/").getFirst();
        var plain = SealedDocuments.seal(key, "{\"format\":\"lifeboat-point\",\"formatVersion\":1,\"requires\":[]}");

        scenario.assertRefused(key, plain.array(), "unencrypted");
    }

    @Test
    void aDescriptionWithAChecksumThatWasComputedAnew() {
        var key = RepositoryDocument.KEY;
        var lines = new String(scenario.content(key), StandardCharsets.UTF_8).split("\n", -1);
        var forged = lines[0].replace("40000", "50000");

        scenario.assertRefused(key, sealedAnew(key, forged, lines[1]), "forged");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"salt\":\"[^\"]*\"=\"salt\":\"\"",
                "\"wrapped\":\"[^\"]*\"=\"wrapped\":\"AAAA\"",
                "\"wrapped\":\"....=\"wrapped\":\"AAAA",
                "\"type\":\"key\"=\"type\":\"passphrase\"",
                "\"type\":\"key\"=\"type\":\"smoke signal\"",
                "\"iterations\":0=\"iterations\":2000000000",
                "\"generation\":1=\"generation\":2",
                "\"recipients\":.*=\"recipients\":[]}",
                "\"name\":\"operator\"=\"name\":\"intruder\""
            })
    void keysThatSomebodyWithoutKeysHasChangedChecksumAndAll(String change) {
        var key = scenario.keys("keys/").getFirst();
        var lines = new String(scenario.content(key), StandardCharsets.UTF_8).split("\n", -1);
        int to = change.lastIndexOf('=');
        var forged = lines[0].replaceFirst(change.substring(0, to), change.substring(to + 1));
        assertThat(forged).isNotEqualTo(lines[0]);

        scenario.assertRefused(key, sealedAnew(key, forged, lines[1]), change);
    }

    /// What somebody can do who does not know the key of the HMAC.
    private static byte[] sealedAnew(ObjectKey key, String first, String second) {
        var checksum = new String(SealedDocuments.seal(key, first).array(), StandardCharsets.UTF_8)
                .split("\n", -1)[1].substring(0, 75);
        return (first + "\n" + checksum + second.substring(75) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void anUnencryptedRepositoryInThePlaceOfAnEncryptedOne() {
        var planted = new InMemoryObjectStore();
        Mode.UNENCRYPTED.create(planted);

        assertThatThrownBy(() -> Repository.open(planted, Unlock.by(Fixtures.KEY)))
                .isInstanceOfSatisfying(
                        RepositoryLockedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.NOT_ENCRYPTED))
                .hasMessageContaining("do not write to it");
        assertThatThrownBy(() -> Mode.ENCRYPTED.create(planted)).isInstanceOf(RepositoryLockedException.class);
    }

    @Test
    void aRepositoryWhoseDescriptionIsGoneIsNotCreatedAnewWithoutKeys() {
        scenario.store.delete(RepositoryDocument.KEY);

        assertThatThrownBy(() -> Mode.UNENCRYPTED.create(scenario.store))
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining("repository.json");
    }

    private static String fingerprint(EncryptedScenario scenario) {
        return Repository.open(scenario.store, Unlock.by(Fixtures.KEY))
                .description()
                .encryption()
                .orElseThrow()
                .fingerprint();
    }

    private ChunkRef firstPage() {
        return Fixtures.firstPage(Mode.ENCRYPTED.open(scenario.store).points().getFirst());
    }
}
