package dev.lifeboat.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.inventory.Inventory;
import dev.lifeboat.simulator.inventory.RepositoryKind;
import dev.lifeboat.simulator.inventory.RepositorySpec;
import dev.lifeboat.simulator.inventory.VmSpec;
import dev.lifeboat.simulator.profile.Profile;
import java.io.IOException;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Storage that can take no snapshot: the backup says why before it takes one, and goes on when it can. The pool has
/// no network for NBD from the start.
@WithAPoolOfItsOwn
class StorageLimitsIT {
    private static final String NAMESPACE = "storage-limits";
    private static final long MIB = 1 << 20;

    @Test
    void whatCannotBeSnapshottedWaitsOrIsSkippedAndSaysSo(Lifeboat running) throws IOException {
        running.assumeBuiltIn();
        var options = PoolOptions.quick()
                .profile(Profile.XCP_NG_8_2)
                .credentials("root", "scenario")
                .store(RepositorySpec.of("Thick", RepositoryKind.LVM, 30 * MIB))
                .inventory(Inventory.of(
                        VmSpec.named("thick").diskIn("Thick", 8 * MIB),
                        VmSpec.named("deep").disk(8 * MIB),
                        VmSpec.named("deeper").disk(8 * MIB)));
        try (var pool = PoolOfRelease.start(running, options)) {
            closeNbd(pool);
            var manifests = pool.lifeboat().ready(NAMESPACE);
            var filler = fill(pool);
            var snapshots = Stream.of("deep", "deeper")
                    .map(vm -> pool.connection().call("VM.snapshot", pool.ref("VM", pool.vm(vm)), "by hand"))
                    .toList();
            pool.lifeboat().apply(manifests.backup("thick", pool.vm("thick"), "strategy: {mode: Cbt}"));
            pool.lifeboat()
                    .apply(manifests.backup(
                            "patient", pool.vm("deep"), "snapshots: {maxChainLength: 2, waitForCoalesce: 5m}"));
            pool.lifeboat().apply(manifests.backup("impatient", pool.vm("deeper"), "snapshots: {maxChainLength: 2}"));

            assertThat(await(pool, "impatient", Outcome::failed)).contains("xe sr-scan", "is skipped this time");
            assertThat(await(pool, "thick", backup -> waits(backup, VmBackupReason.SrFull)))
                    .contains("are missing on storage repository 'Thick'", "limits.minFreeSrPercent");
            assertThat(await(pool, "patient", backup -> waits(backup, VmBackupReason.VdiChainUnhealthy)))
                    .contains("snapshots.maxChainLength is 2");
            assertThat(pool.control().state().snapshotVms()).as("those by hand").isEqualTo(2);

            remove(pool, filler);
            snapshots.forEach(snapshot -> pool.connection().call("VM.destroy", snapshot.asText()));
            destroySnapshotDisks(pool);
            pool.control().collectGarbage();

            await(pool, "thick", Outcome::complete);
            await(pool, "patient", Outcome::complete);
            nbdIsMissedAndNothingElse(pool);
            pool.lifeboat().client().namespaces().withName(NAMESPACE).delete();
        }
    }

    private static void nbdIsMissedAndNothingElse(PoolOfRelease pool) {
        var told = pool.lifeboat()
                .await(
                        XenHypervisor.class,
                        NAMESPACE,
                        "pool",
                        found -> Conditions.says(
                                found.getStatus().conditions(), "NbdAvailable", XenHypervisorReason.NoNbdNetwork));
        assertThat(Conditions.find(told.getStatus().conditions(), "NbdAvailable")
                        .orElseThrow()
                        .getMessage())
                .contains("xe network-param-add param-name=purpose param-key=nbd uuid=");
        Map.of("thick", "Http", "patient", "Xva").forEach((name, protocol) -> {
            var status = backup(pool, name).getStatus();
            assertThat(status.effective().protocol()).isEqualTo(protocol);
            assertThat(status.disks())
                    .allSatisfy(disk -> assertThat(disk.fullReason()).isEqualTo("FirstBackup"));
        });
        assertThat(pool.control().state().nbdReadBytes()).isZero();
    }

    private static void closeNbd(PoolOfRelease pool) {
        pool.connection()
                .call("network.get_all")
                .forEach(network -> pool.connection().call("network.remove_purpose", network.asText(), "nbd"));
    }

    /// @return a disk on the thick storage that leaves no room for a snapshot
    private static String fill(PoolOfRelease pool) {
        pool.addDisk(pool.vm("thick"), "5", 16 * MIB);
        return pool.disk(pool.vm("thick"), "5");
    }

    private static void remove(PoolOfRelease pool, String vdi) {
        pool.connection()
                .call("VDI.get_VBDs", vdi)
                .forEach(vbd -> pool.connection().call("VBD.destroy", vbd.asText()));
        pool.connection().call("VDI.destroy", vdi);
    }

    private static void destroySnapshotDisks(PoolOfRelease pool) {
        pool.connection()
                .call("VDI.get_all_records")
                .propertyStream()
                .filter(vdi -> vdi.getValue().path("is_a_snapshot").asBoolean())
                .forEach(vdi -> pool.connection().call("VDI.destroy", vdi.getKey()));
    }

    private static boolean waits(VmBackup backup, VmBackupReason reason) {
        return Conditions.says(backup.getStatus().conditions(), Conditions.COMPLETE, reason);
    }

    /// @return what its conditions say
    private static String await(PoolOfRelease pool, String name, Predicate<VmBackup> wanted) {
        return pool.lifeboat()
                .await(VmBackup.class, NAMESPACE, name, wanted)
                .getStatus()
                .conditions()
                .toString();
    }

    private static VmBackup backup(PoolOfRelease pool, String name) {
        return pool.lifeboat()
                .client()
                .resources(VmBackup.class)
                .inNamespace(NAMESPACE)
                .withName(name)
                .get();
    }
}
