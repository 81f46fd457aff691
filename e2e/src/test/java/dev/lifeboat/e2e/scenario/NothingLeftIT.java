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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Backups and restores that end early, at each step: the pool is clean within a minute, whoever was killed.
@ExtendWith(RunningLifeboat.class)
class NothingLeftIT {
    private static final String NAMESPACE = "nothing-left";
    private static int count;

    private final Lifeboat lifeboat;
    private final Manifests manifests;
    private String name = "";

    NothingLeftIT(Lifeboat lifeboat) {
        this.lifeboat = lifeboat;
        this.manifests = new Manifests(NAMESPACE, lifeboat.pool());
    }

    /// How a backup ends before its time.
    enum End {
        CANCEL,
        DELETION,
        TIME_OUT,
        DELETION_WHILE_THE_OPERATOR_IS_DEAD,
        CANCEL_WHILE_THE_OPERATOR_IS_DEAD
    }

    @BeforeEach
    void ready() {
        LifeOfABackupIT.ready(lifeboat, NAMESPACE);
        name = "b" + ++count;
    }

    @AfterEach
    void noFaults() throws Exception {
        lifeboat.control("DELETE", "/faults");
        lifeboat.awaitNothingOfOursOnThePool(NAMESPACE);
    }

    @ParameterizedTest
    @EnumSource
    void duringTheSnapshot(End end) throws Exception {
        lifeboat.control(
                "POST", "/faults/calls", "{\"method\":\"VM.snapshot\",\"kind\":\"delay\",\"milliseconds\":6000}");
        start(end);
        lifeboat.await(
                VmBackup.class, NAMESPACE, name, backup -> backup.getStatus().phase() == Phase.Snapshotting);
        Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);

        end(end);

        ended(end);
    }

    @ParameterizedTest
    @EnumSource
    void duringTheTransfer(End end) throws Exception {
        lifeboat.control("POST", "/faults/nbd-stall", "{\"milliseconds\":20000}");
        start(end);
        lifeboat.await(
                VmBackup.class, NAMESPACE, name, backup -> backup.getStatus().progress() != null || over(backup));

        end(end);

        ended(end);
    }

    @Test
    void anOperatorThatIsKilledWhileItTidiesUpFinishesLater() throws Exception {
        lifeboat.control(
                "POST", "/faults/calls", "{\"method\":\"VDI.data_destroy\",\"kind\":\"delay\",\"milliseconds\":4000}");
        lifeboat.apply(manifests.backup(name, vm()));
        lifeboat.await(
                VmBackup.class, NAMESPACE, name, backup -> backup.getStatus().phase() == Phase.Finalizing);
        lifeboat.operator().kill().run();
        lifeboat.operator().start().run();

        var backup = lifeboat.await(VmBackup.class, NAMESPACE, name, LifeOfABackupIT::complete);
        lifeboat.client().resource(backup).delete();
        lifeboat.awaitGone(VmBackup.class, NAMESPACE, name);
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCEL", "DELETION", "CANCEL_WHILE_THE_OPERATOR_IS_DEAD"})
    void aRestoreDuringTheTransfer(End end) throws Exception {
        lifeboat.apply(manifests.backup(name, vm()));
        lifeboat.await(VmBackup.class, NAMESPACE, name, LifeOfABackupIT::complete);
        lifeboat.control("POST", "/faults/stall-body", "{\"afterBytes\":1048576,\"milliseconds\":20000}");
        lifeboat.apply(manifests.restore(name, name));
        lifeboat.await(
                VmRestore.class, NAMESPACE, name, restore -> restore.getStatus().progress() != null);

        if (end == End.CANCEL_WHILE_THE_OPERATOR_IS_DEAD) {
            lifeboat.operator().kill().run();
        }
        if (end == End.DELETION) {
            lifeboat.client()
                    .resources(VmRestore.class)
                    .inNamespace(NAMESPACE)
                    .withName(name)
                    .delete();
        } else {
            lifeboat.apply(manifests.restore(name, name) + "  cancel: true\n");
        }
        if (end == End.CANCEL_WHILE_THE_OPERATOR_IS_DEAD) {
            lifeboat.operator().start().run();
        }

        if (end == End.DELETION) {
            lifeboat.awaitGone(VmRestore.class, NAMESPACE, name);
        } else {
            lifeboat.await(
                    VmRestore.class,
                    NAMESPACE,
                    name,
                    restore -> restore.getStatus().phase() == VmRestoreStatus.Phase.Cancelled);
        }
        delete();
    }

    private void start(End end) {
        lifeboat.apply(manifests.backup(name, vm(), end == End.TIME_OUT ? "vmTimeout: 4s" : "type: Auto"));
    }

    private void end(End end) {
        switch (end) {
            case CANCEL -> cancel();
            case DELETION -> delete();
            case TIME_OUT -> {}
            case DELETION_WHILE_THE_OPERATOR_IS_DEAD -> {
                lifeboat.operator().kill().run();
                delete();
                lifeboat.operator().start().run();
            }
            case CANCEL_WHILE_THE_OPERATOR_IS_DEAD -> {
                lifeboat.operator().kill().run();
                cancel();
                lifeboat.operator().start().run();
            }
        }
    }

    private void ended(End end) {
        switch (end) {
            case DELETION, DELETION_WHILE_THE_OPERATOR_IS_DEAD -> lifeboat.awaitGone(VmBackup.class, NAMESPACE, name);
            case CANCEL, CANCEL_WHILE_THE_OPERATOR_IS_DEAD -> {
                failed("Cancelled");
                delete();
            }
            case TIME_OUT -> {
                failed("TimedOut");
                delete();
            }
        }
    }

    private void failed(String reason) {
        var backup = lifeboat.await(VmBackup.class, NAMESPACE, name, NothingLeftIT::over);
        assertThat(Conditions.find(
                                Optional.ofNullable(backup.getStatus().conditions())
                                        .orElseThrow(),
                                Conditions.FAILED)
                        .map(Condition::getReason))
                .contains(reason);
        lifeboat.awaitNothingOfOursOnThePool(NAMESPACE);
    }

    private static boolean over(VmBackup backup) {
        return LifeOfABackupIT.complete(backup) || LifeOfABackupIT.failed(backup);
    }

    private void cancel() {
        lifeboat.apply(manifests.backup(name, vm(), "cancel: true"));
    }

    private void delete() {
        lifeboat.client()
                .resources(VmBackup.class)
                .inNamespace(NAMESPACE)
                .withName(name)
                .delete();
    }

    private String vm() {
        return LifeOfABackupIT.vm(lifeboat, "scratch-01").uuid();
    }
}
