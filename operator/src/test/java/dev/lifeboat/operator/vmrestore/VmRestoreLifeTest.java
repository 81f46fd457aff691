package dev.lifeboat.operator.vmrestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.ExcludedDisk;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.RestoreOrder;
import dev.lifeboat.agent.api.RestoreReport;
import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.DeletionPolicy;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.SnapshotSpec;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.VmRestoreSpec;
import dev.lifeboat.crds.VmRestoreStatus.Phase;
import dev.lifeboat.operator.access.Markers;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.agent.Means;
import dev.lifeboat.operator.fakes.FakeAgents;
import dev.lifeboat.operator.fakes.FakeNeighbours;
import dev.lifeboat.operator.fakes.FakePool;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.status.Attempt;
import dev.lifeboat.xen.PowerState;
import dev.lifeboat.xen.VirtualMachine;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Pass after pass over a pool and agents in memory.
class VmRestoreLifeTest {
    private static final String UID = "5b000000-0000-0000-0000-000000000001";
    private static final String POINT = "5a000000-0000-0000-0000-000000000001";
    private static final UUID SOURCE = UUID.fromString("11111111-0000-0000-0000-000000000000");
    private static final UUID VM = UUID.fromString("12111111-0000-0000-0000-000000000000");
    private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");

    private final FakePool pool = new FakePool();
    private final FakeAgents agents = new FakeAgents();
    private final FakeNeighbours neighbours = new FakeNeighbours();
    private final Means means = Resources.means(agents, pool, Clock.fixed(NOW, ZoneOffset.UTC));

    @BeforeEach
    void aBackup() {
        neighbours.put(Resources.hypervisor(true, false, 4));
        neighbours.put(Resources.storage(true));
        neighbours.put(backup("Complete"));
    }

    private static VmBackup backup(String condition) {
        var backup = new VmBackup();
        backup.setMetadata(Resources.meta("web-1", POINT, "2026-03-01T01:00:00Z"));
        backup.setSpec(new VmBackupSpec(
                new VmBackupSpec.Source(new LocalRef("pool"), SOURCE.toString(), null),
                new LocalRef("bucket"),
                null,
                null,
                BackupType.Auto,
                Resources.ALL_DISKS,
                new BackupStrategy(
                        BackupStrategy.Mode.Auto,
                        BackupStrategy.OnCbtUnavailable.ReadAll,
                        BackupStrategy.OnNbdUnavailable.UseHttp,
                        null),
                Resources.CRASH,
                new SnapshotSpec(SnapshotSpec.Reference.Auto, 20, "0s"),
                DeletionPolicy.Delete,
                false,
                null));
        var fact = new ConditionBuilder()
                .withType(condition)
                .withStatus("True")
                .withReason("Because")
                .withMessage("It is so.")
                .build();
        backup.setStatus(new VmBackupStatus(
                1L,
                null,
                List.of(fact),
                NOW,
                NOW,
                NOW,
                1L,
                new VmBackupStatus.VmRef(SOURCE.toString(), "web", "pool", "pool"),
                null,
                null,
                null,
                null,
                null,
                null,
                new VmBackupStatus.Location(POINT, "points/x"),
                null));
        return backup;
    }

    private static VmRestore restore(@Nullable String sr, @Nullable String network, boolean powerOn, boolean cancel) {
        var restore = new VmRestore();
        restore.setMetadata(Resources.meta("back", UID, "2026-03-01T01:30:00Z"));
        restore.setSpec(new VmRestoreSpec(
                new VmRestoreSpec.Source(new LocalRef("web-1"), null),
                new VmRestoreSpec.Target(new LocalRef("pool"), null, null),
                new VmRestoreSpec.StorageMapping(sr, null, null),
                new VmRestoreSpec.NetworkMapping(
                        network == null
                                ? null
                                : List.of(
                                        new VmRestoreSpec.NetworkPair("35333333-0000-0000-0000-000000000000", network)),
                        VmRestoreSpec.OnUnmapped.MatchByName),
                VmRestoreSpec.Mac.Regenerate,
                VmRestoreSpec.Route.Auto,
                VmRestoreSpec.Identity.New,
                powerOn,
                cancel));
        return restore;
    }

    private static VmRestore restore() {
        return restore(null, null, false, false);
    }

    private Done pass(VmRestore restore) {
        var observed = new VmRestoreObserver(neighbours, means).observe(restore);
        var step = VmRestorePlan.next(Request.of(restore), observed);
        var done = new VmRestoreSteps(neighbours, means).perform(restore, step, Attempt.First);
        restore.setStatus(done.status());
        return done;
    }

    private void run(VmRestore restore) {
        for (int passes = 0; passes < 20; passes++) {
            if (!pass(restore).next().equals(Optional.of(Done.AT_ONCE))) {
                return;
            }
        }
        throw new AssertionError("It goes in circles: " + restore.getStatus());
    }

    private VirtualMachine made(String name) {
        return new VirtualMachine(
                VM,
                name,
                "",
                PowerState.HALTED,
                Optional.empty(),
                Set.of(),
                1L << 30,
                1,
                "bios",
                Optional.empty(),
                List.of(),
                List.of(),
                Set.of(),
                Map.of(Markers.RESTORE_UID, UID));
    }

    private void agentFillsTheVm() {
        agentFillsTheVm(List.of());
    }

    private void agentFillsTheVm(List<ExcludedDisk> missing) {
        pool.put(made(((RestoreOrder) agents.order("restore")).temporaryName()));
        agents.all(new AgentRun.Finished(new RestoreReport(
                UID,
                VM,
                30,
                5 << 20,
                5 << 20,
                List.of(new RestoreReport.RestoredDisk("0", SOURCE, 10L << 30, 5 << 20)),
                missing)));
    }

    private static String failure(VmRestore restore) {
        return Conditions.find(
                        Optional.ofNullable(restore.getStatus().conditions()).orElseThrow(), Conditions.FAILED)
                .orElseThrow()
                .getReason();
    }

    private static String waitsFor(VmRestore restore) {
        return Conditions.find(
                        Optional.ofNullable(restore.getStatus().conditions()).orElseThrow(), Conditions.COMPLETE)
                .orElseThrow()
                .getReason();
    }

    @Test
    void aVmComesBackUnderItsNameAndHalted() {
        var restore = restore();
        run(restore);
        var order = (RestoreOrder) agents.order("restore");
        assertThat(order.pointId()).isEqualTo(POINT);
        assertThat(order.sourceVmUuid()).isEqualTo(SOURCE);
        assertThat(order.temporaryName()).startsWith("web (restored) [");
        assertThat(order.markers()).containsEntry(Markers.RESTORE_UID, UID);

        agentFillsTheVm();
        run(restore);

        assertThat(restore.getStatus().phase()).isEqualTo(Phase.Succeeded);
        assertThat(restore.getStatus().vm().name()).isEqualTo("web (restored)");
        assertThat(restore.getStatus().progress().percentText()).isEqualTo("100%");
        assertThat(pool.findVm(VM).orElseThrow().name()).isEqualTo("web (restored)");
        assertThat(pool.log()).containsExactly("releaseVm");
    }

    @Test
    void whatThePoolCannotGiveTheVmIsAWarning() {
        var restore = restore();
        run(restore);
        pool.put(made(((RestoreOrder) agents.order("restore")).temporaryName()));
        agents.all(new AgentRun.Finished(
                new RestoreReport(UID, VM, 30, 0, 0, List.of(), List.of(), List.of("It goes without a virtual TPM"))));
        run(restore);

        assertThat(restore.getStatus().phase()).isEqualTo(Phase.Succeeded);
        assertThat(restore.getStatus().warnings()).containsExactly("It goes without a virtual TPM");
        assertThat(Conditions.find(restore.getStatus().conditions(), Conditions.COMPLETE)
                        .orElseThrow()
                        .getMessage())
                .endsWith("It goes without a virtual TPM.");
    }

    @Test
    void aRestoreSaysWhichDisksThePointDoesWithout() {
        var restore = restore();
        run(restore);
        agentFillsTheVm(List.of(new ExcludedDisk("1", SOURCE, "scratch", 1L << 30, "its name holds [NOBAK]")));
        run(restore);

        assertThat(restore.getStatus().missingDisks())
                .singleElement()
                .satisfies(disk -> assertThat(disk.name()).isEqualTo("scratch"));
        assertThat(Conditions.find(restore.getStatus().conditions(), Conditions.COMPLETE)
                        .orElseThrow()
                        .getMessage())
                .endsWith(
                        "does without disk 1 ('scratch', 1Gi, left out because its name holds [NOBAK]), and so does the"
                                + " VM.");
    }

    @Test
    void aVmIsStartedWhenAskedFor() {
        var restore = restore(null, null, true, false);
        run(restore);
        agentFillsTheVm();
        run(restore);

        assertThat(pool.log()).containsExactly("releaseVm", "startVm");
    }

    @Test
    void aVmThatDoesNotStartIsStillRestored() {
        var restore = restore(null, null, true, false);
        run(restore);
        agentFillsTheVm();
        pool.fail("startVm", "HOST_NOT_ENOUGH_FREE_MEMORY");
        run(restore);

        assertThat(restore.getStatus().phase()).isEqualTo(Phase.Succeeded);
        assertThat(Conditions.find(restore.getStatus().conditions(), Conditions.COMPLETE)
                        .orElseThrow()
                        .getMessage())
                .contains("HOST_NOT_ENOUGH_FREE_MEMORY");
    }

    @Test
    void aCrashAfterTheReleaseIsGoneOnFrom() {
        var restore = restore();
        run(restore);
        agentFillsTheVm();
        pass(restore);
        var before = restore.getStatus();
        pass(restore);
        restore.setStatus(before);
        run(restore);

        assertThat(restore.getStatus().vm().name()).isEqualTo("web (restored)");
        assertThat(pool.log()).containsExactly("releaseVm", "releaseVm");
    }

    @Test
    void aFailureTakesTheHalfMadeVmAway() {
        var restore = restore();
        run(restore);
        pool.put(made(((RestoreOrder) agents.order("restore")).temporaryName()));
        agents.all(new AgentRun.Finished(new FailureReport(UID, FailureReason.TargetFull, "No space.")));
        run(restore);

        assertThat(failure(restore)).isEqualTo("TargetFull");
        assertThat(pool.log()).containsExactly("destroyVm");
    }

    @Test
    void aCancelStopsTheAgentThenTakesTheVmAway() {
        var restore = restore();
        run(restore);
        var temporaryName = ((RestoreOrder) agents.order("restore")).temporaryName();
        agents.all(new AgentRun.Running(Optional.empty()));
        pool.put(made(temporaryName));
        restore.setSpec(restore(null, null, false, true).getSpec());

        pass(restore);
        assertThat(restore.getStatus().phase()).isEqualTo(Phase.Cancelling);
        assertThat(pool.log()).isEmpty();
        pass(restore);

        assertThat(restore.getStatus().phase()).isEqualTo(Phase.Cancelled);
        assertThat(pool.log()).containsExactly("destroyVm");
    }

    @Test
    void aCloneOfAHalfMadeVmIsNobodysButTheUsers() {
        var restore = restore();
        run(restore);
        pool.put(made("my clone"));
        agents.all(new AgentRun.Died("Out of memory.", false));
        run(restore);

        assertThat(failure(restore)).isEqualTo("AgentFailed");
        assertThat(pool.log()).isEmpty();
    }

    @Test
    void waitsForABackupThatIsNotComplete() {
        neighbours.put(backup("Other"));
        var restore = restore();
        pass(restore);
        assertThat(waitsFor(restore)).isEqualTo("BackupNotComplete");
        assertThat(restore.getStatus().phase()).isEqualTo(Phase.Pending);

        neighbours.put(backup("Complete"));
        pass(restore);
        assertThat(restore.getStatus().phase()).isEqualTo(Phase.Transferring);
    }

    @Test
    void failsForABackupThatFailed() {
        neighbours.put(backup("Failed"));
        var restore = restore();
        pass(restore);
        assertThat(failure(restore)).isEqualTo("PointMissing");
    }

    @Test
    void waitsForAMissingHypervisor() {
        neighbours.remove(neighbours.hypervisor(Resources.NAMESPACE, "pool").orElseThrow());
        var restore = restore();
        pass(restore);
        assertThat(waitsFor(restore)).isEqualTo("UnknownReference");
    }

    @Test
    void waitsForItsTurn() {
        neighbours.put(Resources.hypervisor(true, false, 1));
        var running = restore();
        running.setMetadata(Resources.meta("first", "5b000000-0000-0000-0000-000000000000", "2026-03-01T01:00:00Z"));
        neighbours.put(running);
        pass(running);
        var restore = restore();
        neighbours.put(restore);
        pass(restore);

        assertThat(restore.getStatus().phase()).isEqualTo(Phase.Queued);
    }

    @Test
    void failsForATargetThatThePoolDoesNotHave() {
        var nowhere = "ffffffff-0000-0000-0000-000000000000";
        var noSr = restore(nowhere, null, false, false);
        pass(noSr);
        assertThat(failure(noSr)).isEqualTo("TargetMissing");

        var noNetwork = restore(Resources.SR.toString(), nowhere, false, false);
        pass(noNetwork);
        assertThat(failure(noNetwork)).isEqualTo("TargetMissing");

        var both = restore(Resources.SR.toString(), Resources.NETWORK.toString(), false, false);
        pass(both);
        assertThat(both.getStatus().phase()).isEqualTo(Phase.Transferring);
    }
}
