package dev.lifeboat.operator.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.BackupStorageReason;
import dev.lifeboat.crds.BackupStorageSpec;
import dev.lifeboat.crds.BackupStorageSpec.Encryption.Mode;
import dev.lifeboat.crds.Bandwidth;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class StorageAccessesTest {
    private KubernetesClient client;
    private ClusterObjects cluster;

    @BeforeEach
    void cluster() {
        cluster = new ClusterObjects(client);
    }

    @Test
    void aVolumeNeedsItsClaim() {
        // given
        var storage =
                storage(new BackupStorageSpec.Provider(null, new BackupStorageSpec.FileSystem("backups", "lifeboat")));
        var accesses = new StorageAccesses(client);

        // then
        ClusterObjects.assertProblem(() -> accesses.of(storage), BackupStorageReason.ClaimMissing, "demo/backups");
        cluster.claim("backups");
        assertThat(accesses.of(storage))
                .isEqualTo(new RepositoryAccess(new StorageAccess.FileSystem("lifeboat"), new Encryption.Disabled()));
    }

    @Test
    void aBucketNeedsBothKeys() {
        // given
        var storage = storage(new BackupStorageSpec.Provider(
                new BackupStorageSpec.S3("bucket", "vm/", null, "http://s3", true, new LocalRef("keys"), null), null));
        cluster.secret("keys", Map.of("accessKeyId", "id"));

        // then
        ClusterObjects.assertProblem(
                () -> new StorageAccesses(client).of(storage), BackupStorageReason.SecretMissing, "'secretAccessKey'");
    }

    @Test
    void anEncryptedRepositoryNeedsItsKey() {
        // given
        var storage = storage(
                new BackupStorageSpec.Provider(null, new BackupStorageSpec.FileSystem("backups", null)),
                new BackupStorageSpec.Encryption(Mode.Required, new LocalRef("storage-key"), List.of("recovery")));
        cluster.claim("backups");
        var accesses = new StorageAccesses(client);

        // then
        ClusterObjects.assertProblem(() -> accesses.of(storage), BackupStorageReason.SecretMissing, "demo/storage-key");
        cluster.secret("storage-key", Map.of("Key", "not the entry"));
        ClusterObjects.assertProblem(() -> accesses.of(storage), BackupStorageReason.SecretMissing, "'key'");
        cluster.secret("second-key", Map.of("key", "a key"));
        storage.setSpec(new BackupStorageSpec(
                storage.getSpec().provider(),
                new BackupStorageSpec.Encryption(Mode.Required, new LocalRef("second-key"), List.of("recovery")),
                storage.getSpec().probe(),
                storage.getSpec().limits()));
        assertThat(accesses.of(storage).encryption())
                .isEqualTo(new Encryption.Required(List.of("recovery"), Optional.empty()));
    }

    @Test
    void aStoragesBandwidthIsSharedByAllAgentsThatItsNamespaceMayHave() {
        // given
        var storage = storage(new BackupStorageSpec.Provider(null, new BackupStorageSpec.FileSystem("backups", null)));
        storage.setSpec(new BackupStorageSpec(
                storage.getSpec().provider(),
                storage.getSpec().encryption(),
                storage.getSpec().probe(),
                new BackupStorageSpec.Limits(new Bandwidth(new Quantity("100M")))));
        cluster.claim("backups");
        var accesses = new StorageAccesses(client);

        // then
        assertThat(accesses.of(storage).uploadBytesPerSecond()).hasValue(100_000_000);
        client.resource(withSlots("west", 4)).create();
        assertThat(accesses.of(storage).uploadBytesPerSecond()).hasValue(25_000_000);
        client.resource(withSlots("east", 5)).create();
        assertThat(accesses.of(storage).uploadBytesPerSecond()).hasValue(11_111_111);
    }

    private static XenHypervisor withSlots(String name, int slots) {
        var pool = new XenHypervisor();
        pool.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace("demo").build());
        pool.setSpec(new XenHypervisorSpec(
                List.of("https://xen1"),
                null,
                new LocalRef("password"),
                null,
                null,
                null,
                new XenHypervisorSpec.Limits(slots, 10, null),
                null,
                false));
        return pool;
    }

    private static BackupStorage storage(BackupStorageSpec.Provider provider) {
        return storage(provider, new BackupStorageSpec.Encryption(Mode.Disabled, null, null));
    }

    private static BackupStorage storage(BackupStorageSpec.Provider provider, BackupStorageSpec.Encryption encryption) {
        var storage = new BackupStorage();
        storage.setMetadata(new ObjectMetaBuilder()
                .withName("storage")
                .withNamespace("demo")
                .build());
        storage.setSpec(new BackupStorageSpec(
                provider, encryption, new BackupStorageSpec.Probe("5m"), new BackupStorageSpec.Limits(null)));
        return storage;
    }
}
