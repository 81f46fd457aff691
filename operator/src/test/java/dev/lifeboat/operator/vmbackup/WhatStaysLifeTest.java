package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.SnapshotSpec;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import dev.lifeboat.xen.VdiState.ImageFormat;
import dev.lifeboat.xen.VmDisk;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What of one backup is on the pool for the next one, and what that one finds instead.
class WhatStaysLifeTest {
    private final Life life = new Life();

    @Test
    void whatNoBackupWillNeedDoesNotStay() {
        life.neighbours.put(Gold.policy(false, BackupType.Full));
        var backup = life.backup(Specs.spec(BackupType.Full));
        life.finish(backup);

        assertThat(backup.getStatus().snapshot().kind()).isEqualTo(SnapshotStatus.Kind.None);
        assertThat(life.pool.vdis()).isEmpty();
    }

    @Test
    void atMostOneOfOursStaysPerVm() {
        var keepData = Specs.with(Specs.spec(), new SnapshotSpec(SnapshotSpec.Reference.KeepData, 20, "0s"));
        life.finish(life.backup(keepData));
        life.finish(life.second(keepData));

        assertThat(life.pool.snapshots())
                .singleElement()
                .satisfies(snapshot -> assertThat(snapshot.name()).endsWith(Life.SECOND_UID));

        life.finish(life.backup("web-3", "5a000000-0000-0000-0000-000000000003", Specs.spec()));

        assertThat(life.pool.snapshots()).isEmpty();
        assertThat(life.pool.vdis())
                .singleElement()
                .satisfies(vdi -> assertThat(vdi.metadataOnly()).isTrue());
    }

    @Test
    void aRevertBetweenTwoBackupsIsTold() {
        life.finish(life.backup(Specs.spec()));
        var clone = UUID.fromString("24222222-0000-0000-0000-000000000000");
        life.pool.put(Sample.vm(
                List.of(new VmDisk(
                        "0",
                        clone,
                        "root",
                        Sample.SR,
                        Sample.SIZE,
                        false,
                        true,
                        false,
                        Set.of(),
                        Optional.empty(),
                        ImageFormat.UNSAID)),
                Set.of()));
        life.pool.revertedTo(Sample.snapshot());

        life.run(life.second(Specs.spec()));

        assertThat(life.order().disks().getFirst().read()).isEqualTo(new DiskRead.All(FullReason.VmReverted));
    }
}
