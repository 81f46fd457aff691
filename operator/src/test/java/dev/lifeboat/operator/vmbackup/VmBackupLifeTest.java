package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackupStatus.Phase;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import dev.lifeboat.operator.access.MarkerKeys;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.queue.Contenders;
import org.junit.jupiter.api.Test;

/// Pass after pass over a pool and agents in memory, with crashes between doing and writing down.
class VmBackupLifeTest {
    private final Life life = new Life();

    @Test
    void aFullThenAnIncremental() {
        var first = life.backup(Specs.spec());
        life.finish(first);

        assertThat(first.getStatus().phase()).isEqualTo(Phase.Succeeded);
        assertThat(first.getStatus().effective().fullReason()).isEqualTo("FirstBackup");
        assertThat(first.getStatus().snapshot().kind()).isEqualTo(SnapshotStatus.Kind.MetadataOnly);
        assertThat(first.getStatus().size().readText()).isEqualTo("5Mi");
        assertThat(life.pool.snapshots()).isEmpty();
        var base = life.pool.vdis().getFirst();
        assertThat(base.metadataOnly()).isTrue();

        var second = life.second(Specs.spec());
        life.run(second);
        assertThat(life.order().disks().getFirst().read()).isEqualTo(new DiskRead.Changed(Sample.UID, base.uuid()));
        life.finish(second);

        assertThat(second.getStatus().effective().type()).isEqualTo(BackupType.Incremental);
        assertThat(second.getStatus().effective().baseBackup()).isEqualTo(Sample.UID);
        assertThat(life.pool.vdis()).singleElement().satisfies(vdi -> {
            assertThat(vdi.uuid()).isNotEqualTo(base.uuid());
            assertThat(vdi.markers())
                    .containsEntry(MarkerKeys.POINT_ID, second.getMetadata().getUid());
        });
    }

    @Test
    void theOrderSaysWhatIsToBeReadAndWhereItBelongs() {
        life.run(life.backup(Specs.spec()));

        var order = life.order();
        assertThat(order.point().pointId()).isEqualTo(Sample.UID);
        assertThat(order.point().vmName()).isEqualTo("web");
        assertThat(order.point().labels()).containsEntry("policy", "gold").containsEntry("backup", Sample.NAME);
        assertThat(order.transfer().readSizeBytes()).isEqualTo(2 << 20);
    }

    @Test
    void aCrashAfterTheSnapshotNeverMakesASecondOne() {
        var backup = life.backup(Specs.spec());
        life.pass(backup);
        life.pass(backup);
        var beforeTheSnapshot = backup.getStatus();
        life.pass(backup);
        assertThat(life.pool.snapshots()).hasSize(1);
        backup.setStatus(beforeTheSnapshot);

        life.finish(backup);

        assertThat(life.pool.log()).containsOnlyOnce("takeSnapshot");
        assertThat(backup.getStatus().phase()).isEqualTo(Phase.Succeeded);
    }

    @Test
    void everyPassMayBeLost() {
        for (int lost = 0; lost < 8; lost++) {
            var backup = life.backup("web-" + lost, "5a00000" + lost + "-0000-0000-0000-000000000001", Specs.spec());
            var before = life.pool.log().stream().filter("takeSnapshot"::equals).count();
            for (int passes = 0; passes < 30 && !Contenders.finished(backup.getStatus()); passes++) {
                var status = backup.getStatus();
                life.pass(backup);
                if (passes == lost) {
                    backup.setStatus(status);
                }
                if (life.agents.count() > 0) {
                    life.agents.all(new AgentRun.Finished(life.done(Protocol.NbdTls)));
                }
            }
            life.stopAgent(backup);

            assertThat(Conditions.isTrue(backup.getStatus().conditions(), Conditions.COMPLETE))
                    .as("lost pass %s: %s", lost, backup.getStatus())
                    .isTrue();
            assertThat(life.pool.log().stream().filter("takeSnapshot"::equals).count() - before)
                    .isEqualTo(1);
            assertThat(life.pool.snapshots()).isEmpty();
            assertThat(life.pool.vdis()).hasSize(1);
            assertThat(backup.getStatus().snapshot().kind()).isEqualTo(SnapshotStatus.Kind.MetadataOnly);
        }
    }

    /// A pod that vanished with its report may have committed the point: the next agent finds it.
    @Test
    void anAgentThatSaidNothingIsFollowedByOneThatDoes() {
        var backup = life.backup(Specs.spec());
        life.run(backup);
        var order = life.agents.order("backup");
        life.agents.all(new AgentRun.Silent("The agent's pod is gone and left no report"));

        life.pass(backup);
        assertThat(life.agents.silences()).isEqualTo(1);
        assertThat(life.agents.count()).isZero();
        assertThat(Conditions.find(backup.getStatus().conditions(), Conditions.COMPLETE)
                        .orElseThrow()
                        .getMessage())
                .isEqualTo("Another agent finds out how it went: The agent's pod is gone and left no report.");
        life.run(backup);
        assertThat(life.agents.count()).isEqualTo(1);
        assertThat(life.agents.order("backup")).isEqualTo(order);

        life.agents.all(new AgentRun.Finished(life.done(Protocol.NbdTls)));
        life.run(backup);
        assertThat(backup.getStatus().phase()).isEqualTo(Phase.Succeeded);
    }

    @Test
    void waitsForWhatIsNotReady() {
        var backup = life.backup(Specs.spec());
        life.neighbours.put(Resources.storage(false));
        life.pass(backup);
        assertThat(Life.reason(backup, Conditions.COMPLETE)).isEqualTo("StorageNotReady");

        life.neighbours.put(Resources.hypervisor(true, true, 4));
        life.pass(backup);
        assertThat(Life.reason(backup, Conditions.COMPLETE)).isEqualTo("HypervisorNotReady");
        assertThat(backup.getStatus().phase()).isEqualTo(Phase.Pending);

        life.neighbours.put(Resources.storage(true));
        life.neighbours.put(Resources.hypervisor(true, false, 4));
        life.pass(backup);
        assertThat(backup.getStatus().phase()).isEqualTo(Phase.Preparing);
    }

    @Test
    void aSecondBackupOfTheVmWaitsForTheFirst() {
        var first = life.backup(Specs.spec());
        life.run(first);
        var second = life.second(Specs.spec());
        life.pass(second);

        assertThat(second.getStatus().phase()).isEqualTo(Phase.Queued);
        assertThat(Conditions.find(second.getStatus().conditions(), Conditions.COMPLETE)
                        .orElseThrow()
                        .getMessage())
                .isEqualTo("Waits for VmBackup web-1, which works on the same VM.");
    }
}
