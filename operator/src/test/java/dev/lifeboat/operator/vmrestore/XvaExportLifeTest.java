package dev.lifeboat.operator.vmrestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.ArchiveCompression;
import dev.lifeboat.agent.api.DeletionReport;
import dev.lifeboat.agent.api.ExcludedDisk;
import dev.lifeboat.agent.api.ExportOrder;
import dev.lifeboat.agent.api.ExportReport;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.BackupStorageSpec;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.VmRestoreSpec;
import dev.lifeboat.crds.VmRestoreSpec.XvaExport;
import dev.lifeboat.crds.VmRestoreStatus.ExportStatus;
import dev.lifeboat.crds.VmRestoreStatus.Phase;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.agent.Means;
import dev.lifeboat.operator.fakes.FakeAgents;
import dev.lifeboat.operator.fakes.FakeNeighbours;
import dev.lifeboat.operator.fakes.FakePool;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.queue.Contenders;
import dev.lifeboat.operator.status.Attempt;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A recovery point becomes an object in its storage; there is no pool anywhere.
class XvaExportLifeTest {
    private static final String UID = "5b000000-0000-0000-0000-000000000001";
    private static final UUID SOURCE = UUID.fromString("11111111-0000-0000-0000-000000000000");
    private static final XvaExport ALLOWED =
            new XvaExport(null, VmRestoreSpec.ArchiveCompression.None, VmRestoreSpec.Vtpm.Keep, true);
    private static final ExportReport WRITTEN =
            new ExportReport(UID, "exports/web-p-1.xva", 3 << 20, "00ff", 30, 2 << 20, List.of(), List.of());

    private final FakePool pool = new FakePool();
    private final FakeAgents agents = new FakeAgents();
    private final FakeNeighbours neighbours = new FakeNeighbours();
    private final Means means =
            Resources.means(agents, pool, Clock.fixed(Instant.parse("2026-03-01T02:00:00Z"), ZoneOffset.UTC));

    @BeforeEach
    void aStorage() {
        neighbours.put(Resources.storage(true));
    }

    private static VmRestore export(@Nullable XvaExport wishes, boolean cancel) {
        var restore = new VmRestore();
        restore.setMetadata(Resources.meta("out", UID, "2026-03-01T01:30:00Z"));
        restore.setSpec(new VmRestoreSpec(
                new VmRestoreSpec.Source(
                        null, new VmRestoreSpec.Point(new LocalRef("bucket"), SOURCE.toString(), "p-1")),
                VmRestoreSpec.Mode.XvaExport,
                null,
                wishes,
                new VmRestoreSpec.StorageMapping(null, null, List.of("1")),
                new VmRestoreSpec.NetworkMapping(null, VmRestoreSpec.OnUnmapped.MatchByName),
                VmRestoreSpec.Mac.Regenerate,
                VmRestoreSpec.Route.Auto,
                VmRestoreSpec.Identity.New,
                false,
                cancel));
        return restore;
    }

    private Done pass(VmRestore restore) {
        var observed = new VmRestoreObserver(neighbours, means).observe(restore);
        var step = VmRestorePlan.next(Request.of(restore), observed);
        var done = new VmRestoreSteps(neighbours, means).perform(restore, step, Attempt.First);
        restore.setStatus(done.status());
        return done;
    }

    private Done run(VmRestore restore) {
        for (int passes = 0; passes < 20; passes++) {
            var done = pass(restore);
            if (!done.next().equals(Optional.of(Done.AT_ONCE))) {
                return done;
            }
        }
        throw new AssertionError("It goes in circles: " + restore.getStatus());
    }

    private static String reason(VmRestore restore, String condition) {
        return Conditions.find(restore.getStatus().conditions(), condition)
                .orElseThrow()
                .getReason();
    }

    private static String message(VmRestore restore, String condition) {
        return Conditions.find(restore.getStatus().conditions(), condition)
                .orElseThrow()
                .getMessage();
    }

    private void use(BackupStorageSpec.Provider provider) {
        var encrypted = Resources.storage(true);
        var spec = encrypted.getSpec();
        var plain = new BackupStorage();
        plain.setMetadata(encrypted.getMetadata());
        plain.setStatus(encrypted.getStatus());
        plain.setSpec(new BackupStorageSpec(
                provider,
                new BackupStorageSpec.Encryption(BackupStorageSpec.Encryption.Mode.Disabled, null, null),
                spec.probe(),
                spec.limits()));
        neighbours.put(plain);
    }

    @Test
    void theStatusSaysWhereTheObjectIs() {
        use(new BackupStorageSpec.Provider(
                new BackupStorageSpec.S3("backups", "west/", null, null, false, new LocalRef("keys"), null), null));
        var restore = export(null, false);
        run(restore);
        assertThat(agents.order("restore"))
                .isEqualTo(new ExportOrder(
                        UID,
                        ((ExportOrder) agents.order("restore")).repository(),
                        SOURCE,
                        "p-1",
                        Optional.empty(),
                        List.of("1"),
                        ArchiveCompression.None,
                        ExportOrder.Vtpm.Keep));
        agents.all(new AgentRun.Running(Optional.empty()));
        pass(restore);
        assertThat(message(restore, Conditions.COMPLETE)).isEqualTo("An agent writes the XVA.");

        agents.all(new AgentRun.Finished(WRITTEN));
        var done = run(restore);

        assertThat(restore.getStatus().phase()).isEqualTo(Phase.Succeeded);
        assertThat(restore.getStatus().export())
                .isEqualTo(new ExportStatus(
                        "s3://backups/west/exports/web-p-1.xva", "exports/web-p-1.xva", 3 << 20, "00ff"));
        assertThat(restore.getStatus().vm()).isNull();
        assertThat(restore.getStatus().progress().percentText()).isEqualTo("100%");
        assertThat(message(restore, Conditions.COMPLETE))
                .contains("s3://backups/west/exports/web-p-1.xva")
                .contains("3Mi");
        assertThat(done.warning()).isEmpty();
        assertThat(pool.log()).isEmpty();
    }

    @Test
    void anEncryptedStorageTakesAPlainObjectOnlyWhenThatIsWanted() {
        var refused = export(null, false);
        run(refused);
        assertThat(reason(refused, Conditions.FAILED)).isEqualTo("PlaintextNotAllowed");
        assertThat(message(refused, Conditions.FAILED)).contains("spec.xvaExport.allowPlaintext");
        assertThat(message(refused, Conditions.COMPLETE)).isEqualTo("Nothing was exported; see Failed.");
        assertThat(agents.count()).isZero();

        var allowed = export(ALLOWED, false);
        run(allowed);
        agents.all(new AgentRun.Finished(WRITTEN));
        var done = run(allowed);

        assertThat(allowed.getStatus().export().location()).isEqualTo("claim:exports/web-p-1.xva");
        assertThat(allowed.getStatus().warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning).contains("not encrypted"));
        assertThat(done.warning()).hasValueSatisfying(text -> assertThat(text).contains("not encrypted"));
    }

    @Test
    void wishesAreHandedOnAndAnExportStandsInNoPoolsQueue() {
        var wishes = new XvaExport(
                "customers/web.xva", VmRestoreSpec.ArchiveCompression.Zstd, VmRestoreSpec.Vtpm.LeaveOut, true);
        var restore = export(wishes, false);
        neighbours.put(restore);
        run(restore);

        assertThat(agents.order("restore")).isInstanceOfSatisfying(ExportOrder.class, order -> {
            assertThat(order.key()).hasValue("customers/web.xva");
            assertThat(order.compression()).isEqualTo(ArchiveCompression.Zstd);
            assertThat(order.vtpm()).isEqualTo(ExportOrder.Vtpm.LeaveOut);
        });
        assertThat(new Contenders(neighbours).ofPool(Resources.NAMESPACE, "pool"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "TargetExists, TargetExists",
        "StorageNotWritable, StorageUnavailable",
        "PointMissing, PointMissing",
        "RepositoryDamaged, RepositoryDamaged"
    })
    void aFailureIsToldWithItsReason(FailureReason failure, String reason) {
        var restore = export(ALLOWED, false);
        run(restore);
        agents.all(new AgentRun.Finished(new FailureReport(UID, failure, "It went wrong.")));
        run(restore);

        assertThat(reason(restore, Conditions.FAILED)).isEqualTo(reason);
        assertThat(message(restore, Conditions.FAILED)).isEqualTo("It went wrong.");
        assertThat(restore.getStatus().export()).isNull();
        assertThat(pool.log()).isEmpty();
    }

    @Test
    void anAnswerToAnotherOrderIsNoExport() {
        var restore = export(ALLOWED, false);
        run(restore);
        agents.all(new AgentRun.Finished(new DeletionReport(UID, true)));
        run(restore);

        assertThat(reason(restore, Conditions.FAILED)).isEqualTo("InternalError");
    }

    @Test
    void aCancelStopsTheAgentAndComesTooLateOnceTheObjectIsThere() {
        var early = export(ALLOWED, false);
        run(early);
        agents.all(new AgentRun.Running(Optional.empty()));
        early.setSpec(export(ALLOWED, true).getSpec());
        pass(early);
        assertThat(early.getStatus().phase()).isEqualTo(Phase.Cancelling);
        pass(early);
        assertThat(early.getStatus().phase()).isEqualTo(Phase.Cancelled);

        var late = export(ALLOWED, false);
        run(late);
        agents.all(new AgentRun.Finished(WRITTEN));
        late.setSpec(export(ALLOWED, true).getSpec());
        run(late);
        assertThat(late.getStatus().phase()).isEqualTo(Phase.Succeeded);
    }

    @Test
    void anEvictedPodIsFollowedByAnotherAndASilentOneToo() {
        var restore = export(ALLOWED, false);
        run(restore);
        agents.all(new AgentRun.Finished(new FailureReport(UID, FailureReason.Cancelled, "Ended by a signal.")));
        pass(restore);
        assertThat(agents.count()).isZero();
        run(restore);
        assertThat(agents.count()).isOne();

        agents.all(new AgentRun.Silent("It left no report"));
        pass(restore);
        assertThat(agents.silences()).isOne();
        run(restore);
        assertThat(agents.count()).isOne();
        assertThat(restore.getStatus().phase()).isEqualTo(Phase.Transferring);
    }

    @Test
    void disksThatThePointDoesWithoutAreNamed() {
        var restore = export(ALLOWED, false);
        run(restore);
        agents.all(new AgentRun.Finished(new ExportReport(
                UID,
                "exports/web-p-1.xva",
                1,
                "00",
                1,
                1,
                List.of(),
                List.of(new ExcludedDisk("1", SOURCE, "scratch", 1L << 30, "its name holds [NOBAK]")))));
        var done = run(restore);

        assertThat(restore.getStatus().missingDisks())
                .singleElement()
                .satisfies(disk -> assertThat(disk.name()).isEqualTo("scratch"));
        assertThat(done.warning()).hasValueSatisfying(text -> assertThat(text).contains("scratch"));
    }

    @Test
    void whatIsDeletedHalfWayStopsItsAgentAndHasNothingOnAnyPool() {
        var restore = export(ALLOWED, false);
        run(restore);
        var undo = new Undo(neighbours, means);

        assertThat(undo.agentGone(restore)).isFalse();
        assertThat(undo.agentGone(restore)).isTrue();
        assertThat(undo.destroyVm(restore, Attempt.First)).isEmpty();
        assertThat(pool.log()).isEmpty();
    }

    @Test
    void aStorageThatIsNotReadyIsWaitedFor() {
        neighbours.put(Resources.storage(false));
        var restore = export(ALLOWED, false);
        run(restore);

        assertThat(reason(restore, Conditions.COMPLETE)).isEqualTo("StorageNotReady");
    }
}
