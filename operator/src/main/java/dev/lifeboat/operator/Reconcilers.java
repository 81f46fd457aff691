package dev.lifeboat.operator;

import dev.lifeboat.operator.access.Namespaces;
import dev.lifeboat.operator.backuppolicy.BackupPolicyReconciler;
import dev.lifeboat.operator.backupstorage.BackupStorageReconciler;
import dev.lifeboat.operator.janitor.CurrentOwners;
import dev.lifeboat.operator.janitor.JanitorReconciler;
import dev.lifeboat.operator.vmbackup.VmBackupReconciler;
import dev.lifeboat.operator.vmrestore.VmRestoreReconciler;
import dev.lifeboat.operator.xenhypervisor.XenHypervisorReconciler;
import dev.lifeboat.operator.xenvm.XenVmWriter;
import dev.lifeboat.operator.xenvm.XenVms;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import java.util.List;

/// One reconciler for each kind.
final class Reconcilers {
    private Reconcilers() {}

    static List<Reconciler<?>> all(Services its) {
        return List.of(
                new XenHypervisorReconciler(
                        its.pools(),
                        its.findings(),
                        new XenVms(new XenVmWriter(its.client()), its.clock()),
                        its.reporter(),
                        its.meters(),
                        its.clock()),
                new JanitorReconciler(
                        its.pools(),
                        new JanitorReconciler.Findings(
                                its.findings().sweeps(), its.findings().inventories()),
                        new CurrentOwners(its.client()),
                        Namespaces.of(its.client()),
                        new JanitorReconciler.Announcements(
                                its.events(), its.findings().triggers(), its.clock())),
                new BackupStorageReconciler(
                        its.agents(), its.storageAccesses(), its.reporter(), its.meters(), its.clock()),
                new BackupPolicyReconciler(
                        its.client(), its.findings().inventories(), its.events(), its.meters(), its.clock()),
                new VmBackupReconciler(its.means(), its.reporter(), its.events(), its.meters()),
                new VmRestoreReconciler(its.means(), its.reporter(), its.events()));
    }
}
