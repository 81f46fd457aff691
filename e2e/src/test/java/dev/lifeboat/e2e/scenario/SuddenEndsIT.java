package dev.lifeboat.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.crds.VmBackupStatus.Phase;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.control.PoolState;
import dev.lifeboat.simulator.inventory.Inventory;
import dev.lifeboat.simulator.inventory.VmSpec;
import io.fabric8.kubernetes.api.model.Event;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// An agent, a master, a namespace or the whole installation goes while there is work, or a pool refuses a call: what
/// can go on does, and the pool is clean.
@WithAPoolOfItsOwn
@Order(RunningLifeboat.EARLY)
class SuddenEndsIT {
    private static final long MIB = 1 << 20;
    private final Lifeboat running;
    private PoolOfRelease pool;

    SuddenEndsIT(Lifeboat running) {
        this.running = running;
    }

    @BeforeEach
    void aPoolOfTwoHosts() {
        running.assumeBuiltIn();
        var options = PoolOptions.quick()
                .credentials("root", "scenario")
                .inventory(Inventory.of(VmSpec.named("web").disk(24 * MIB).halted()));
        pool = PoolOfRelease.start(running, options);
    }

    @AfterEach
    void end() throws Exception {
        if (pool != null) {
            pool.close();
        }
    }

    @Test
    void anAgentThatIsKilledIsFollowedByOneThatGoesOn() throws Exception {
        var manifests = pool.lifeboat().ready("killed-agent");
        pool.lifeboat().control("POST", "/faults/nbd-stall", "{\"milliseconds\":1500}");
        pool.lifeboat().apply(manifests.backup("first", pool.vm("web")));
        awaitReading();

        assertThat(killAgentsOf("killed-agent")).isPositive();
        Awaitility.await("another agent").atMost(Lifeboat.LIMIT).until(() -> agentsOf("first") > 1);
        pool.lifeboat().control("DELETE", "/faults");

        pool.lifeboat().await(VmBackup.class, "killed-agent", "first", Outcome::complete);
        pool.lifeboat().apply(manifests.restore("back", "first"));
        var restored = pool.lifeboat()
                .await(VmRestore.class, "killed-agent", "back", Outcome::complete)
                .getStatus();
        assertThat(content(restored.vm().uuid())).isEqualTo(content(pool.vm("web")));
        assertThat(pool.connection()
                        .call(
                                "VM.get_other_config",
                                pool.ref("VM", restored.vm().uuid()))
                        .path("lifeboat:restored-from")
                        .asText())
                .startsWith(pool.vm("web") + " ");

        theInstallationIsTakenDown("killed-agent");
    }

    /// In the order that docs/nothing-left-behind.md names: backups and restores, then what they need.
    private void theInstallationIsTakenDown(String namespace) {
        var client = pool.lifeboat().client();
        client.resources(VmRestore.class).inNamespace(namespace).delete();
        client.resources(VmBackup.class).inNamespace(namespace).delete();
        pool.lifeboat().awaitGone(VmBackup.class, namespace, "first");
        client.resources(BackupStorage.class).inNamespace(namespace).delete();
        client.resources(XenHypervisor.class).inNamespace(namespace).delete();
        pool.lifeboat().awaitGone(XenHypervisor.class, namespace, "pool");
        pool.lifeboat().awaitNothingOfOursOnThePool(namespace);
        assertClean();
    }

    @Test
    void anotherMasterTidiesUp() throws Exception {
        var manifests = pool.lifeboat().ready("changed-master");
        pool.lifeboat()
                .control(
                        "POST",
                        "/faults/calls",
                        "{\"method\":\"VDI.data_destroy\",\"kind\":\"delay\",\"milliseconds\":8000}");
        pool.lifeboat().apply(manifests.hypervisor(allEndpoints(), "caBundleRef: {name: pool-ca}"));
        pool.lifeboat().apply(manifests.backup("first", pool.vm("web")));
        var tidying = pool.lifeboat()
                .await(
                        VmBackup.class,
                        "changed-master",
                        "first",
                        backup -> backup.getStatus().phase() == Phase.Finalizing || Outcome.ended(backup));
        assertThat(tidying.getStatus().phase()).isEqualTo(Phase.Finalizing);

        pool.control().changeMaster();

        var backup = pool.lifeboat().await(VmBackup.class, "changed-master", "first", Outcome::complete);
        pool.lifeboat().client().resource(backup).delete();
        pool.lifeboat().awaitGone(VmBackup.class, "changed-master", "first");
        assertClean();
    }

    @Test
    void aSnapshotThatIsRefusedForAWhileIsWarnedOfAndTheBackupGoesOn() throws Exception {
        var manifests = pool.lifeboat().ready("refused-snapshot");
        pool.lifeboat()
                .control(
                        "POST",
                        "/faults/calls",
                        "{\"method\":\"VM.snapshot\",\"count\":1000,\"code\":\"VDI_NOT_AVAILABLE\",\"parameters\":[]}");
        pool.lifeboat().apply(manifests.backup("first", pool.vm("web")));

        Awaitility.await("a warning while it runs")
                .atMost(Lifeboat.LIMIT)
                .untilAsserted(() -> assertThat(pool.lifeboat().warnings("refused-snapshot", "first"))
                        .extracting(Event::getReason)
                        .containsExactly(VmBackupReason.SnapshotFailed.name()));
        pool.lifeboat().control("DELETE", "/faults");

        var backup = pool.lifeboat().await(VmBackup.class, "refused-snapshot", "first", Outcome::complete);
        pool.lifeboat().client().resource(backup).delete();
        pool.lifeboat().awaitGone(VmBackup.class, "refused-snapshot", "first");
        assertClean();
    }

    @Test
    void whatABackupRefersToMayGoWhileItRunsAndComeBack() throws Exception {
        var manifests = pool.lifeboat().ready("deleted-references");
        pool.lifeboat().control("POST", "/faults/nbd-stall", "{\"milliseconds\":800}");
        pool.lifeboat().apply(manifests.backup("first", pool.vm("web")));
        awaitReading();

        var client = pool.lifeboat().client();
        client.resources(XenHypervisor.class).inNamespace("deleted-references").delete();
        client.resources(BackupStorage.class).inNamespace("deleted-references").delete();
        pool.lifeboat().control("DELETE", "/faults");

        var backup = pool.lifeboat().await(VmBackup.class, "deleted-references", "first", Outcome::complete);
        assertThat(backup.getStatus().warnings())
                .singleElement()
                .asString()
                .contains("XenHypervisor pool", "may still be on the pool");
        pool.lifeboat().apply(manifests.hypervisor());
        pool.lifeboat().apply(manifests.storage());
        theInstallationIsTakenDown("deleted-references");
    }

    @Test
    void aNamespaceThatIsDeletedDuringABackupGoesAndLeavesNothing() throws Exception {
        var manifests = pool.lifeboat().ready("deleted-namespace");
        pool.lifeboat().control("POST", "/faults/nbd-stall", "{\"milliseconds\":1500}");
        pool.lifeboat().apply(manifests.backup("first", pool.vm("web")));
        awaitReading();

        pool.lifeboat().client().namespaces().withName("deleted-namespace").delete();

        Awaitility.await("the namespace goes")
                .atMost(Lifeboat.LIMIT)
                .until(() -> pool.lifeboat()
                                .client()
                                .namespaces()
                                .withName("deleted-namespace")
                                .get()
                        == null);
        pool.lifeboat().control("DELETE", "/faults");
        assertClean();
    }

    private String allEndpoints() {
        return String.join(
                "\", \"",
                pool.simulated().simulator().endpoints().stream()
                        .map(Object::toString)
                        .toList());
    }

    /// Sessions apart, which end by themselves.
    private void assertClean() {
        Awaitility.await("a clean pool").atMost(Lifeboat.LIMIT).untilAsserted(() -> {
            var state = pool.control().state();
            assertThat(state)
                    .as("%s", state)
                    .returns(0L, PoolState::snapshotVms)
                    .returns(0L, PoolState::snapshotVdis)
                    .returns(0L, PoolState::controlDomainVbds)
                    .returns(0L, PoolState::pendingTasks);
            assertThat(state.vdisByType()).doesNotContainKey("cbt_metadata");
        });
    }

    private void awaitReading() {
        Awaitility.await("an agent reads")
                .atMost(Lifeboat.LIMIT)
                .until(() -> pool.control().state().nbdReadBytes() > 0);
    }

    private byte[] content(String vm) throws Exception {
        var uuid = pool.connection().call("VDI.get_uuid", pool.disk(vm, "0")).asText();
        try (var stream = pool.connection().export(uuid)) {
            return stream.readAllBytes();
        }
    }

    private long agentsOf(String backup) {
        return pool.lifeboat().client().pods().inNamespace("killed-agent").list().getItems().stream()
                .filter(pod -> pod.getMetadata().getName().contains(backup))
                .count();
    }

    /// The agents that this process runs for its cluster in a namespace, without a word of warning.
    private static int killAgentsOf(String namespace) {
        List<ProcessHandle> agents = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains("/pods/" + namespace + "/"))
                        .isPresent())
                .toList();
        agents.forEach(ProcessHandle::destroyForcibly);
        return agents.size();
    }
}
