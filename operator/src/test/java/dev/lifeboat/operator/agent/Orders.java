package dev.lifeboat.operator.agent;

import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.ProbeOrder;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.BackupStorageSpec;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Optional;

/// Orders for tests.
final class Orders {
    static final AgentSettings SETTINGS = new AgentSettings("lifeboat-agent:1", "IfNotPresent", "512Mi", "250m");

    private Orders() {}

    static AgentOrder onVolume() {
        return order(
                new BackupStorageSpec.Provider(null, new BackupStorageSpec.FileSystem("backups", "lifeboat")),
                Optional.empty());
    }

    static AgentOrder onBucketWithPool() {
        var bucket = new BackupStorageSpec.S3("bucket", null, null, null, false, new LocalRef("bucket-keys"), null);
        return order(new BackupStorageSpec.Provider(bucket, null), Optional.of(pool()));
    }

    private static AgentOrder order(BackupStorageSpec.Provider provider, Optional<XenHypervisor> pool) {
        var storage = new BackupStorage();
        storage.setMetadata(new ObjectMetaBuilder()
                .withName("storage")
                .withNamespace("demo")
                .withUid("uid-1")
                .build());
        storage.setSpec(new BackupStorageSpec(
                provider,
                new BackupStorageSpec.Encryption(
                        BackupStorageSpec.Encryption.Mode.Required, new LocalRef("storage-key"), null),
                new BackupStorageSpec.Probe("5m"),
                new BackupStorageSpec.Limits(null)));
        return new AgentOrder(
                storage,
                "storage-probe-1",
                new ProbeOrder(
                        "uid-1",
                        new RepositoryAccess(new StorageAccess.FileSystem("lifeboat"), new Encryption.Disabled()),
                        true),
                pool,
                storage);
    }

    private static XenHypervisor pool() {
        var pool = new XenHypervisor();
        pool.setMetadata(
                new ObjectMetaBuilder().withName("west").withNamespace("demo").build());
        pool.setSpec(new XenHypervisorSpec(
                List.of("https://xen1"), null, new LocalRef("pool-password"), null, null, null, null, null, false));
        return pool;
    }
}
