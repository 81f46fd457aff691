package dev.lifeboat.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupStatus.Phase;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.VmRestoreStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/// One backup, or a restore of it, that is slow enough to be ended at a certain step.
///
/// @param name of both
record EarlyEnd(Lifeboat lifeboat, Manifests manifests, String namespace, String name) {
    static EarlyEnd of(Lifeboat lifeboat, String namespace, int number) {
        return new EarlyEnd(lifeboat, lifeboat.ready(namespace), namespace, "b" + number);
    }

    void startSlowSnapshot() throws Exception {
        startSlowSnapshot("type: Auto");
        underWay();
    }

    /// @param more of its spec
    void startSlowSnapshot(String more) throws Exception {
        lifeboat.control(
                "POST", "/faults/calls", "{\"method\":\"VM.snapshot\",\"kind\":\"delay\",\"milliseconds\":6000}");
        apply(more);
        await(backup -> backup.getStatus().phase() == Phase.Snapshotting || Outcome.ended(backup));
        Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
    }

    void startSlowTransfer() throws Exception {
        startSlowTransfer("type: Auto");
        underWay();
    }

    /// @param more of its spec
    void startSlowTransfer(String more) throws Exception {
        lifeboat.control("POST", "/faults/nbd-stall", "{\"milliseconds\":20000}");
        apply(more);
        await(backup -> backup.getStatus().progress() != null || Outcome.ended(backup));
    }

    /// What has ended before cannot be ended early.
    private void underWay() {
        assertThat(Outcome.ended(await(_ -> true)))
                .as("the backup is over already")
                .isFalse();
    }

    void startSlowRestore() throws Exception {
        apply("type: Auto");
        await(Outcome::complete);
        lifeboat.control("POST", "/faults/stall-body", "{\"afterBytes\":1048576,\"milliseconds\":20000}");
        lifeboat.apply(manifests.restore(name, name));
        lifeboat.await(
                VmRestore.class, namespace, name, restore -> restore.getStatus().progress() != null);
    }

    void apply(String more) {
        lifeboat.apply(manifests.backup(name, vm(), more));
    }

    void cancel() {
        apply("cancel: true");
    }

    void delete() {
        lifeboat.client()
                .resources(VmBackup.class)
                .inNamespace(namespace)
                .withName(name)
                .delete();
    }

    void cancelRestore() {
        lifeboat.apply(manifests.restore(name, name) + "  cancel: true\n");
    }

    void deleteRestore() {
        lifeboat.client()
                .resources(VmRestore.class)
                .inNamespace(namespace)
                .withName(name)
                .delete();
    }

    /// Does it with no operator there to notice.
    void whileTheOperatorIsDead(Runnable deed) {
        lifeboat.operator().kill().run();
        deed.run();
        lifeboat.operator().start().run();
    }

    void gone() {
        lifeboat.awaitGone(VmBackup.class, namespace, name);
    }

    /// The pool is clean as soon as it says so.
    void failed(String reason) {
        var backup = await(Outcome::ended);
        assertThat(Conditions.find(
                                Optional.ofNullable(backup.getStatus().conditions())
                                        .orElseThrow(),
                                Conditions.FAILED)
                        .map(Condition::getReason))
                .contains(reason);
        lifeboat.awaitNothingOfOursOnThePool(namespace);
        delete();
    }

    void restoreCancelled() {
        lifeboat.await(
                VmRestore.class,
                namespace,
                name,
                restore -> restore.getStatus().phase() == VmRestoreStatus.Phase.Cancelled);
        delete();
    }

    void restoreGone() {
        lifeboat.awaitGone(VmRestore.class, namespace, name);
        delete();
    }

    VmBackup await(Predicate<VmBackup> wanted) {
        return lifeboat.await(VmBackup.class, namespace, name, wanted);
    }

    void noFaultsAndNothingLeft() throws Exception {
        lifeboat.control("DELETE", "/faults");
        lifeboat.awaitNothingOfOursOnThePool(namespace);
    }

    private String vm() {
        return lifeboat.vm("scratch-01").uuid();
    }
}
