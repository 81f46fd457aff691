package dev.lifeboat.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.e2e.stack.Pool;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Backups that end early, or whose VM goes away: the others go on, and the pool is left clean.
@OnTheSharedPool
class LifeOfABackupIT {
    @Test
    void aVmThatVanishedFailsItsOwnBackupOnly(Lifeboat lifeboat) {
        var manifests = lifeboat.ready("vanished-vm");
        lifeboat.apply(manifests.backup("gone", "00000000-0000-4000-8000-000000000000"));
        lifeboat.apply(manifests.backup("there", lifeboat.vm("scratch-01").uuid()));

        var gone = lifeboat.await(VmBackup.class, manifests.namespace(), "gone", Outcome::failed);
        var there = lifeboat.await(VmBackup.class, manifests.namespace(), "there", Outcome::complete);

        var failure = Conditions.find(gone.getStatus().conditions(), Conditions.FAILED)
                .orElseThrow();
        assertThat(failure.getReason()).isEqualTo(VmBackupReason.VmNotFound.name());
        assertThat(failure.getMessage()).contains("00000000-0000-4000-8000-000000000000");
        assertThat(there.getStatus().size().readBytes()).isPositive();
    }

    @Test
    void aVmThatVanishesAfterItsSelectionDoesNotStopTheOthers(Lifeboat lifeboat) throws Exception {
        var manifests = lifeboat.ready("vanishing-vm");
        lifeboat.apply(manifests.policy("{include: [{names: [web-01, scratch-01]}]}", ""));
        lifeboat.await(
                BackupPolicy.class,
                manifests.namespace(),
                "policy",
                policy -> policy.getStatus().selected() != null
                        && policy.getStatus().selected().vms() == 2);
        lifeboat.control("DELETE", "/vms/web-01");

        lifeboat.apply(manifests.policy("{include: [{names: [web-01, scratch-01]}]}", "now"));

        var gone = awaitBackupOf(lifeboat, manifests, lifeboat.vm("web-01"), Outcome::failed);
        awaitBackupOf(lifeboat, manifests, lifeboat.vm("scratch-01"), Outcome::complete);
        assertThat(Conditions.find(gone.getStatus().conditions(), Conditions.FAILED)
                        .orElseThrow()
                        .getReason())
                .as("what the operator saw of a VM that goes piece by piece")
                .isIn(VmBackupReason.VmNotFound.name(), VmBackupReason.VmHasNoDisks.name());
    }

    private static VmBackup awaitBackupOf(
            Lifeboat lifeboat, Manifests manifests, Pool.Vm vm, Predicate<VmBackup> ended) {
        var backups = lifeboat.client()
                .resources(VmBackup.class)
                .inNamespace(manifests.namespace())
                .withLabel("lifeboat.dev/vm-uuid", vm.uuid());
        var name = Awaitility.await("a backup of " + vm.name())
                .atMost(Lifeboat.LIMIT)
                .until(() -> backups.list().getItems(), found -> !found.isEmpty())
                .getFirst()
                .getMetadata()
                .getName();
        return lifeboat.await(VmBackup.class, manifests.namespace(), name, ended);
    }

    @Test
    void deletingABackupRemovesItsPointAndWhatItLeftOnThePool(Lifeboat lifeboat) throws Exception {
        var manifests = lifeboat.ready("deleted-backup");
        lifeboat.apply(manifests.backup("first", lifeboat.vm("scratch-01").uuid()));
        var backup = lifeboat.await(VmBackup.class, manifests.namespace(), "first", Outcome::complete);

        lifeboat.client().resource(backup).delete();

        lifeboat.awaitGone(VmBackup.class, manifests.namespace(), "first");
        lifeboat.awaitNothingOfOursOnThePool(manifests.namespace());
    }
}
