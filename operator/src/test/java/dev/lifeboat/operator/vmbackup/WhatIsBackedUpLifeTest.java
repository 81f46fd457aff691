package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.BackupOrder;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.Consistency;
import dev.lifeboat.crds.SnapshotSpec;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.fakes.FakeAgents;
import dev.lifeboat.operator.fakes.FakeNeighbours;
import dev.lifeboat.operator.fakes.FakePool;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.status.Attempt;
import dev.lifeboat.xen.DiskChain;
import dev.lifeboat.xen.StorageRepository;
import dev.lifeboat.xen.VmDisk;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which disks, in which state, and when not: pass after pass over a pool in memory.
class WhatIsBackedUpLifeTest {
    private static final UUID SECOND = UUID.fromString("23222222-0000-0000-0000-000000000000");
    private static final VmDisk SCRATCH = new VmDisk(
            "1", SECOND, "scratch [NOBAK]", Sample.SR, 1L << 30, true, false, false, Set.of("tmp"), Optional.empty());

    private final FakePool pool = new FakePool();
    private final FakeAgents agents = new FakeAgents();
    private final FakeNeighbours neighbours = new FakeNeighbours();
    private Clock clock = Clock.fixed(Sample.NOW, ZoneOffset.UTC);

    @BeforeEach
    void aPoolWithAVmOfTwoDisks() {
        neighbours.put(Resources.hypervisor(true, false, 4));
        neighbours.put(Resources.storage(true));
        neighbours.put(Sample.policy());
        pool.put(Sample.vm(List.of(Sample.disk(true), SCRATCH), Set.of()));
    }

    private VmBackup backup(VmBackupSpec spec) {
        return backup("web-1", Sample.UID, spec);
    }

    private VmBackup backup(String name, String uid, VmBackupSpec spec) {
        var backup = new VmBackup();
        backup.setMetadata(Resources.meta(name, uid, "2026-03-01T01:00:00Z"));
        backup.setSpec(spec);
        neighbours.put(backup);
        run(backup);
        return backup;
    }

    /// Until it has to wait for something that is not ours.
    private void run(VmBackup backup) {
        var means = Resources.means(agents, pool, clock);
        Done done;
        do {
            var observed = new VmBackupObserver(neighbours, means).observe(backup);
            done = new VmBackupSteps(neighbours, means)
                    .perform(backup, VmBackupPlan.next(Request.of(backup), observed), Attempt.First);
            backup.setStatus(done.status());
        } while (done.next().equals(Optional.of(Done.AT_ONCE)));
    }

    private void finish(VmBackup backup) {
        var read = order().disks().getFirst().read();
        var full = read instanceof DiskRead.All(var reason) ? Optional.of(reason) : Optional.<FullReason>empty();
        agents.all(new AgentRun.Finished(Sample.report(Sample.diskReport(Protocol.NbdTls, full))));
        run(backup);
        agents.stop(Resources.NAMESPACE, VmBackupSteps.agent(backup));
    }

    private BackupOrder order() {
        return (BackupOrder) agents.order("backup");
    }

    private static Condition condition(VmBackup backup, String type) {
        return Conditions.find(backup.getStatus().conditions(), type).orElseThrow();
    }

    private static String reason(VmBackup backup, String type) {
        return condition(backup, type).getReason();
    }

    @Test
    void aDiskWithTheMarkerInItsNameStaysOutOfSnapshotAndPointAndIsListed() {
        var backup = backup(Sample.spec());

        assertThat(pool.snapshots().getFirst().disks())
                .singleElement()
                .satisfies(disk -> assertThat(disk.vdiUuid()).isEqualTo(Sample.DISK));
        assertThat(order().disks()).hasSize(1);
        assertThat(order().point().excludedDisks()).singleElement().satisfies(disk -> {
            assertThat(disk.device()).isEqualTo("1");
            assertThat(disk.reason()).isEqualTo("its name holds [NOBAK]");
        });
        assertThat(backup.getStatus().excludedDisks()).singleElement().satisfies(disk -> {
            assertThat(disk.vdiUUID()).isEqualTo(SECOND.toString());
            assertThat(disk.reason()).isEqualTo("NameMarker");
        });
    }

    @Test
    void whatIsLeftOutIsKnownThoughTheStatusOfTheSnapshotWasLost() {
        var backup = backup(Sample.spec());
        var withSnapshot = backup.getStatus();
        agents.stop(Resources.NAMESPACE, VmBackupSteps.agent(backup));
        backup.setStatus(Sample.status(true, false));

        run(backup);

        assertThat(pool.log()).containsOnlyOnce("takeSnapshot");
        assertThat(backup.getStatus().excludedDisks()).isEqualTo(withSnapshot.excludedDisks());
    }

    @Test
    void aBackupOfNoDiskAtAllIsRefused() {
        var backup = backup(Sample.with(Sample.spec(), Sample.without(Sample.device("0"))));

        assertThat(reason(backup, Conditions.FAILED)).isEqualTo("AllDisksExcluded");
        assertThat(pool.log()).isEmpty();
    }

    @Test
    void aRunningVmIsBackedUpAsAfterAPowerCut() {
        var backup = backup(Sample.spec());
        assertThat(reason(backup, "SnapshotReady")).isEqualTo("Created");
        assertThat(condition(backup, "Consistent").getStatus()).isEqualTo("False");
        assertThat(order().point().labels()).containsEntry("consistency", "CrashConsistent");

        finish(backup);

        assertThat(backup.getStatus().effective().consistency()).isEqualTo("CrashConsistent");
        assertThat(reason(backup, "Consistent")).isEqualTo("CrashConsistent");
        assertThat(reason(backup, "SnapshotReady")).isEqualTo("Removed");
        assertThat(reason(backup, Conditions.COMPLETE)).isEqualTo("Completed");
    }

    @Test
    void aGuestThatCanIsQuiesced() {
        pool.quiesces(true);
        var backup = backup(Sample.with(Sample.spec(), Consistency.Mode.QuiesceRequired));

        assertThat(reason(backup, "SnapshotReady")).isEqualTo("Quiesced");
        assertThat(reason(backup, "Consistent")).isEqualTo("ApplicationConsistent");
        assertThat(condition(backup, "Consistent").getStatus()).isEqualTo("True");
    }

    @Test
    void oneThatCannotIsBackedUpAllTheSameAndThatIsSaid() {
        var backup = backup(Sample.with(Sample.spec(), Consistency.Mode.QuiescePreferred));
        assertThat(reason(backup, "SnapshotReady")).isEqualTo("QuiesceFellBack");
        finish(backup);

        assertThat(backup.getStatus().warnings()).singleElement().asString().contains("could not be quiesced");
        assertThat(reason(backup, "Consistent")).isEqualTo("CrashConsistent");
    }

    @Test
    void oneThatMustAndCannotIsNotBackedUp() {
        var backup = backup(Sample.with(Sample.spec(), Consistency.Mode.QuiesceRequired));

        assertThat(reason(backup, Conditions.FAILED)).isEqualTo("QuiesceUnavailable");
        assertThat(pool.snapshots()).isEmpty();
    }

    @Test
    void whatNoBackupWillNeedDoesNotStay() {
        neighbours.put(Sample.policy(false, BackupType.Full));
        var backup = backup(Sample.spec(BackupType.Full));
        finish(backup);

        assertThat(backup.getStatus().snapshot().kind()).isEqualTo(SnapshotStatus.Kind.None);
        assertThat(pool.vdis()).isEmpty();
    }

    @Test
    void atMostOneOfOursStaysPerVm() {
        var keepData = Sample.with(Sample.spec(), new SnapshotSpec(SnapshotSpec.Reference.KeepData, 20, "0s"));
        finish(backup("web-1", Sample.UID, keepData));
        finish(backup("web-2", "5a000000-0000-0000-0000-000000000002", keepData));

        assertThat(pool.snapshots())
                .singleElement()
                .satisfies(snapshot -> assertThat(snapshot.name()).endsWith("5a000000-0000-0000-0000-000000000002"));

        finish(backup("web-3", "5a000000-0000-0000-0000-000000000003", Sample.spec()));

        assertThat(pool.snapshots()).isEmpty();
        assertThat(pool.vdis())
                .singleElement()
                .satisfies(vdi -> assertThat(vdi.metadataOnly()).isTrue());
    }

    @Test
    void aDiskOfTooManyImagesIsNotSnapshotted() {
        pool.put(Sample.vm(List.of(disk(20)), Set.of()));
        var backup = backup(Sample.spec());

        assertThat(reason(backup, Conditions.FAILED)).isEqualTo("VdiChainUnhealthy");
        assertThat(pool.log()).isEmpty();
    }

    @Test
    void orItWaitsAsLongAsItMayForThemToBeMerged() {
        pool.put(Sample.vm(List.of(disk(20)), Set.of()));
        var patient = Sample.with(Sample.spec(), new SnapshotSpec(SnapshotSpec.Reference.Auto, 20, "1h"));
        var backup = backup(patient);
        assertThat(reason(backup, Conditions.COMPLETE)).isEqualTo("VdiChainUnhealthy");

        clock = Clock.offset(clock, Duration.ofMinutes(59));
        run(backup);
        assertThat(backup.getStatus().finishedAt()).isNull();

        pool.put(Sample.vm(List.of(disk(19)), Set.of()));
        run(backup);

        assertThat(reason(backup, Conditions.COMPLETE)).isEqualTo("Transferring");
    }

    @Test
    void thickStorageHasToHaveRoomForTheSnapshotAndMore() {
        pool.put(Sample.vm(List.of(Sample.disk(true)), Set.of()));
        pool.put(repository(false, 100L << 30, 19L << 30));
        var backup = backup(Sample.spec());

        assertThat(reason(backup, Conditions.COMPLETE)).isEqualTo(VmBackupReason.SrFull.name());
        assertThat(condition(backup, Conditions.COMPLETE).getMessage())
                .startsWith("Waits: 1Gi are missing on storage repository 'Local'");

        pool.put(repository(false, 100L << 30, 20L << 30));
        run(backup);

        assertThat(reason(backup, Conditions.COMPLETE)).isEqualTo("Transferring");
    }

    @Test
    void storageThatStaysFullFailsTheBackupInTheEnd() {
        pool.put(Sample.vm(List.of(Sample.disk(true)), Set.of()));
        pool.put(repository(false, 100L << 30, 0));
        var backup = backup(Sample.spec());

        clock = Clock.offset(clock, Duration.ofMinutes(60));
        run(backup);

        assertThat(reason(backup, Conditions.FAILED)).isEqualTo("SrFull");
    }

    @Test
    void thinStorageTakesWhatTheGuestWrites() {
        pool.put(repository(true, 100L << 30, 0));
        assertThat(reason(backup(Sample.spec()), Conditions.COMPLETE)).isEqualTo("Transferring");
    }

    @Test
    void aBackupThatMustGoOverNbdIsNotBegunWithout() {
        var hypervisor = Resources.hypervisor(true, false, 4);
        hypervisor.setStatus(Resources.withoutNbd(hypervisor.getStatus()));
        neighbours.put(hypervisor);
        var backup = backup(Sample.withoutNbdFails(Sample.spec()));

        assertThat(reason(backup, Conditions.FAILED)).isEqualTo("NbdUnavailable");
        assertThat(pool.log()).isEmpty();
    }

    @Test
    void aRevertBetweenTwoBackupsIsTold() {
        finish(backup(Sample.spec()));
        var clone = UUID.fromString("24222222-0000-0000-0000-000000000000");
        pool.put(Sample.vm(
                List.of(new VmDisk("0", clone, "root", Sample.SR, Sample.SIZE, false, true, false)), Set.of()));
        pool.revertedTo(Sample.snapshot());

        backup("web-2", "5a000000-0000-0000-0000-000000000002", Sample.spec());

        assertThat(order().disks().getFirst().read()).isEqualTo(new DiskRead.All(FullReason.VmReverted));
    }

    private static VmDisk disk(int images) {
        return new VmDisk(
                "0",
                Sample.DISK,
                "root",
                Sample.SR,
                Sample.SIZE,
                true,
                true,
                false,
                Set.of(),
                Optional.of(new DiskChain(images, false)));
    }

    private static StorageRepository repository(boolean thin, long sizeBytes, long freeBytes) {
        return new StorageRepository(
                Sample.SR, "Local", "lvm", false, true, thin, sizeBytes, freeBytes, true, Set.of());
    }
}
