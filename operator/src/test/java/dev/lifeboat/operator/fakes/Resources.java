package dev.lifeboat.operator.fakes;

import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.PoolAccess;
import dev.lifeboat.agent.api.PoolTrust;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.BackupStorageSpec;
import dev.lifeboat.crds.BackupStorageStatus;
import dev.lifeboat.crds.Consistency;
import dev.lifeboat.crds.DiskSelector;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.TransferSpec;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorSpec;
import dev.lifeboat.crds.XenHypervisorStatus;
import dev.lifeboat.operator.access.Namespaces;
import dev.lifeboat.operator.access.PoolCalls;
import dev.lifeboat.operator.agent.AgentAccess;
import dev.lifeboat.operator.agent.Agents;
import dev.lifeboat.operator.agent.Means;
import dev.lifeboat.xen.XenPool;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// A pool and a storage as resources that are ready.
public final class Resources {
    public static final String NAMESPACE = "backups";
    public static final String NAMESPACE_UID = "ad000000-0000-0000-0000-000000000000";
    public static final UUID SR = UUID.fromString("33333333-0000-0000-0000-000000000000");
    public static final UUID NETWORK = UUID.fromString("34333333-0000-0000-0000-000000000000");
    public static final String REPOSITORY = "repo-1";

    public static final DiskSelector ALL_DISKS = new DiskSelector(null, null, true);
    public static final Consistency CRASH = new Consistency(Consistency.Mode.Crash);

    private Resources() {}

    public static ObjectMeta meta(String name, String uid, String createdAt) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(NAMESPACE)
                .withUid(uid)
                .withCreationTimestamp(createdAt)
                .withGeneration(1L)
                .build();
    }

    public static XenHypervisor hypervisor(boolean ready, boolean suspended, int slots) {
        var hypervisor = new XenHypervisor();
        hypervisor.setMetadata(meta("pool", "ab000000-0000-0000-0000-000000000000", "2026-01-01T00:00:00Z"));
        hypervisor.setSpec(new XenHypervisorSpec(
                List.of("https://10.0.0.1"),
                null,
                new LocalRef("pool-credentials"),
                null,
                new TransferSpec(
                        null,
                        null,
                        null,
                        null,
                        new TransferSpec.Nbd(TransferSpec.Tls.Required, 2, new Quantity("2Mi"))),
                new XenHypervisorSpec.Cbt(XenHypervisorSpec.CbtMode.Auto, true),
                new XenHypervisorSpec.Limits(slots, 10, null),
                new XenHypervisorSpec.InventorySpec("10m", true, true),
                suspended));
        hypervisor.setStatus(new XenHypervisorStatus(
                1L,
                null,
                List.of(readiness(ready)),
                new XenHypervisorStatus.PoolStatus(
                        FakePool.POOL.toString(), "pool", FakePool.POOL.toString(), "XCP-ng", "8.3.0", "2.21"),
                List.of(),
                List.of(new XenHypervisorStatus.StorageRepositoryStatus(
                        SR.toString(), "Local", "ext", false, true, 1L << 40, 1L << 39, true)),
                List.of(new XenHypervisorStatus.NetworkStatus(NETWORK.toString(), "Pool-wide", List.of())),
                new XenHypervisorStatus.Capabilities(true, "Tls", true, true, false, true, true, true, List.of()),
                null,
                null,
                null,
                null,
                null));
        return hypervisor;
    }

    /// The same pool without a network for NBD.
    public static XenHypervisorStatus withoutNbd(XenHypervisorStatus status) {
        return with(
                status,
                status.conditions(),
                new XenHypervisorStatus.Capabilities(true, "None", true, true, false, true, true, true, List.of()));
    }

    /// Reachable, and not to be used for anything new.
    public static XenHypervisor suspended() {
        var hypervisor = hypervisor(false, true, 4);
        var reachable = new ConditionBuilder()
                .withType("Reachable")
                .withStatus("True")
                .withReason("Connected")
                .build();
        var status = hypervisor.getStatus();
        hypervisor.setStatus(with(status, List.of(readiness(false), reachable), status.capabilities()));
        return hypervisor;
    }

    private static XenHypervisorStatus with(
            XenHypervisorStatus status, List<Condition> conditions, XenHypervisorStatus.Capabilities capabilities) {
        return new XenHypervisorStatus(
                status.observedGeneration(),
                status.phase(),
                conditions,
                status.pool(),
                status.hosts(),
                status.storageRepositories(),
                status.networks(),
                capabilities,
                status.counts(),
                status.lastInventoryTime(),
                status.lastMasterChangeTime(),
                status.leftoverSnapshots(),
                status.leftoverSnapshotBytes());
    }

    public static BackupStorage storage(boolean ready) {
        var storage = new BackupStorage();
        storage.setMetadata(meta("bucket", "ac000000-0000-0000-0000-000000000000", "2026-01-01T00:00:00Z"));
        storage.setSpec(new BackupStorageSpec(
                new BackupStorageSpec.Provider(null, new BackupStorageSpec.FileSystem("claim", null)),
                new BackupStorageSpec.Encryption(
                        BackupStorageSpec.Encryption.Mode.Required, new LocalRef("storage-key"), null),
                new BackupStorageSpec.Probe("5m"),
                new BackupStorageSpec.Limits(null)));
        storage.setStatus(new BackupStorageStatus(
                1L,
                null,
                List.of(readiness(ready)),
                null,
                null,
                new BackupStorageStatus.RepositoryStatus(
                        REPOSITORY, 1, true, new BackupStorageStatus.EncryptionStatus("f00d", 1)),
                null,
                null,
                null));
        return storage;
    }

    private static Condition readiness(boolean ready) {
        return new ConditionBuilder()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .withReason(ready ? "Connected" : "NotReachable")
                .withMessage(ready ? "Fine." : "Nobody answers.")
                .withLastTransitionTime("2026-01-01T00:00:00Z")
                .build();
    }

    public static Means means(Agents agents, XenPool pool, Clock clock) {
        return new Means(agents, access(), calls(pool), namespaces(), clock);
    }

    private static AgentAccess access() {
        return new AgentAccess(
                (_, originator) -> new PoolAccess(
                        List.of(URI.create("https://10.0.0.1")),
                        new PoolTrust.SystemCertificates(),
                        originator.text(),
                        List.of()),
                _ -> new RepositoryAccess(
                        new StorageAccess.FileSystem(""),
                        new Encryption.Required(List.of(), Optional.of(new Encryption.Seen("f00d", 1)))));
    }

    private static PoolCalls calls(XenPool pool) {
        return new PoolCalls() {
            @Override
            public <T> T call(XenHypervisor hypervisor, Function<XenPool, T> calls) {
                return calls.apply(pool);
            }

            @Override
            public <T> Optional<T> callIfOpen(String namespace, String hypervisor, Function<XenPool, T> calls) {
                return Optional.of(calls.apply(pool));
            }
        };
    }

    private static Namespaces namespaces() {
        return new Namespaces() {
            @Override
            public String uid(String name) {
                return NAMESPACE_UID;
            }

            @Override
            public boolean terminating(String name) {
                return false;
            }
        };
    }
}
