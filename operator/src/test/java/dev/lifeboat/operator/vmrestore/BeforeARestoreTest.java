package dev.lifeboat.operator.vmrestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmRestoreStatus.Phase;
import dev.lifeboat.operator.fakes.Resources;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a restore waits for, and what it fails for, before an agent is started.
class BeforeARestoreTest {
    private final RestoreLife life = new RestoreLife();

    @BeforeEach
    void aBackup() {
        life.neighbours.put(Resources.hypervisor(true, false, 4));
        life.neighbours.put(Backups.backup("Complete"));
    }

    @Test
    void waitsForABackupThatIsNotComplete() {
        life.neighbours.put(Backups.backup("Other"));
        var restore = Restores.restore(Restores.spec());
        life.pass(restore);
        assertThat(RestoreLife.reason(restore, Conditions.COMPLETE)).isEqualTo("BackupNotComplete");
        assertThat(restore.getStatus().phase()).isEqualTo(Phase.Pending);

        life.neighbours.put(Backups.backup("Complete"));
        life.pass(restore);
        assertThat(restore.getStatus().phase()).isEqualTo(Phase.Transferring);
    }

    @Test
    void failsForABackupThatFailed() {
        life.neighbours.put(Backups.backup("Failed"));
        var restore = Restores.restore(Restores.spec());
        life.pass(restore);
        assertThat(RestoreLife.reason(restore, Conditions.FAILED)).isEqualTo("PointMissing");
    }

    @Test
    void waitsForAMissingHypervisor() {
        life.neighbours.remove(
                life.neighbours.hypervisor(Resources.NAMESPACE, "pool").orElseThrow());
        var restore = Restores.restore(Restores.spec());
        life.pass(restore);
        assertThat(RestoreLife.reason(restore, Conditions.COMPLETE)).isEqualTo("UnknownReference");
    }

    @Test
    void waitsForItsTurn() {
        life.neighbours.put(Resources.hypervisor(true, false, 1));
        var running = Restores.restore(Restores.spec());
        running.setMetadata(Resources.meta("first", "5b000000-0000-0000-0000-000000000000", "2026-03-01T01:00:00Z"));
        life.neighbours.put(running);
        life.pass(running);
        var restore = Restores.restore(Restores.spec());
        life.neighbours.put(restore);
        life.pass(restore);

        assertThat(restore.getStatus().phase()).isEqualTo(Phase.Queued);
    }

    @Test
    void failsForATargetThatThePoolDoesNotHave() {
        var nowhere = "ffffffff-0000-0000-0000-000000000000";
        var noSr = Restores.restore(Restores.mapped(nowhere, null));
        life.pass(noSr);
        assertThat(RestoreLife.reason(noSr, Conditions.FAILED)).isEqualTo("TargetMissing");

        var noNetwork = Restores.restore(Restores.mapped(Resources.SR.toString(), nowhere));
        life.pass(noNetwork);
        assertThat(RestoreLife.reason(noNetwork, Conditions.FAILED)).isEqualTo("TargetMissing");

        var both = Restores.restore(Restores.mapped(Resources.SR.toString(), Resources.NETWORK.toString()));
        life.pass(both);
        assertThat(both.getStatus().phase()).isEqualTo(Phase.Transferring);
    }
}
