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
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.queue.Contenders;
import dev.lifeboat.operator.status.Attempt;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A recovery point becomes an object in its storage; there is no pool anywhere.
class XvaExportLifeTest {
    private static final XvaExport ALLOWED =
            new XvaExport(null, VmRestoreSpec.ArchiveCompression.None, VmRestoreSpec.Vtpm.Keep, true);
    private static final ExportReport WRITTEN =
            new ExportReport(Restores.UID, "exports/web-p-1.xva", 3 << 20, "00ff", 30, 2 << 20, List.of(), List.of());
    private final RestoreLife life = new RestoreLife();

    private static VmRestore export(@Nullable XvaExport wishes, boolean cancel) {
        var restore = new VmRestore();
        restore.setMetadata(Resources.meta("out", Restores.UID, "2026-03-01T01:30:00Z"));
        restore.setSpec(new VmRestoreSpec(
                new VmRestoreSpec.Source(
                        null, new VmRestoreSpec.Point(new LocalRef("bucket"), Backups.SOURCE.toString(), "p-1")),
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
        life.neighbours.put(plain);
    }

    @Test
    void theStatusSaysWhereTheObjectIs() {
        use(new BackupStorageSpec.Provider(
                new BackupStorageSpec.S3("backups", "west/", null, null, false, new LocalRef("keys"), null), null));
        var restore = export(null, false);
        life.run(restore);
        assertThat(life.agents.order("restore"))
                .isEqualTo(new ExportOrder(
                        Restores.UID,
                        ((ExportOrder) life.agents.order("restore")).repository(),
                        Backups.SOURCE,
                        "p-1",
                        Optional.empty(),
                        List.of("1"),
                        ArchiveCompression.None,
                        ExportOrder.Vtpm.Keep));
        life.agents.all(new AgentRun.Running(Optional.empty()));
        life.pass(restore);
        assertThat(RestoreLife.message(restore, Conditions.COMPLETE)).isEqualTo("An agent writes the XVA.");

        life.agents.all(new AgentRun.Finished(WRITTEN));
        var done = life.run(restore);

        assertThat(restore.getStatus().phase()).isEqualTo(Phase.Succeeded);
        assertThat(restore.getStatus().export())
                .isEqualTo(new ExportStatus(
                        "s3://backups/west/exports/web-p-1.xva", "exports/web-p-1.xva", 3 << 20, "00ff"));
        assertThat(restore.getStatus().vm()).isNull();
        assertThat(restore.getStatus().progress().percentText()).isEqualTo("100%");
        assertThat(RestoreLife.message(restore, Conditions.COMPLETE))
                .contains("s3://backups/west/exports/web-p-1.xva")
                .contains("3Mi");
        assertThat(done.warning()).isEmpty();
        assertThat(life.pool.log()).isEmpty();
    }

    @Test
    void anEncryptedStorageTakesAPlainObjectOnlyWhenThatIsWanted() {
        var refused = export(null, false);
        life.run(refused);
        assertThat(RestoreLife.reason(refused, Conditions.FAILED)).isEqualTo("PlaintextNotAllowed");
        assertThat(RestoreLife.message(refused, Conditions.FAILED)).contains("spec.xvaExport.allowPlaintext");
        assertThat(RestoreLife.message(refused, Conditions.COMPLETE)).isEqualTo("Nothing was exported; see Failed.");
        assertThat(life.agents.count()).isZero();

        var allowed = export(ALLOWED, false);
        life.run(allowed);
        life.agents.all(new AgentRun.Finished(WRITTEN));
        var done = life.run(allowed);

        assertThat(allowed.getStatus().export().location()).isEqualTo("pvc://claim/exports/web-p-1.xva");
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
        life.neighbours.put(restore);
        life.run(restore);

        assertThat(life.agents.order("restore")).isInstanceOfSatisfying(ExportOrder.class, order -> {
            assertThat(order.key()).hasValue("customers/web.xva");
            assertThat(order.compression()).isEqualTo(ArchiveCompression.Zstd);
            assertThat(order.vtpm()).isEqualTo(ExportOrder.Vtpm.LeaveOut);
        });
        assertThat(new Contenders(life.neighbours).ofPool(Resources.NAMESPACE, "pool"))
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
        life.run(restore);
        life.agents.all(new AgentRun.Finished(new FailureReport(Restores.UID, failure, "It went wrong.")));
        life.run(restore);

        assertThat(RestoreLife.reason(restore, Conditions.FAILED)).isEqualTo(reason);
        assertThat(RestoreLife.message(restore, Conditions.FAILED)).isEqualTo("It went wrong.");
        assertThat(restore.getStatus().export()).isNull();
        assertThat(life.pool.log()).isEmpty();
    }

    @Test
    void anAnswerToAnotherOrderIsNoExport() {
        var restore = export(ALLOWED, false);
        life.run(restore);
        life.agents.all(new AgentRun.Finished(new DeletionReport(Restores.UID, true)));
        life.run(restore);

        assertThat(RestoreLife.reason(restore, Conditions.FAILED)).isEqualTo("InternalError");
    }

    @Test
    void aCancelStopsTheAgentAndComesTooLateOnceTheObjectIsThere() {
        var early = export(ALLOWED, false);
        life.run(early);
        life.agents.all(new AgentRun.Running(Optional.empty()));
        early.setSpec(export(ALLOWED, true).getSpec());
        life.pass(early);
        assertThat(early.getStatus().phase()).isEqualTo(Phase.Cancelling);
        life.pass(early);
        assertThat(early.getStatus().phase()).isEqualTo(Phase.Cancelled);

        var late = export(ALLOWED, false);
        life.run(late);
        life.agents.all(new AgentRun.Finished(WRITTEN));
        late.setSpec(export(ALLOWED, true).getSpec());
        life.run(late);
        assertThat(late.getStatus().phase()).isEqualTo(Phase.Succeeded);
    }

    @Test
    void anEvictedPodIsFollowedByAnotherAndASilentOneToo() {
        var restore = export(ALLOWED, false);
        life.run(restore);
        life.agents.all(
                new AgentRun.Finished(new FailureReport(Restores.UID, FailureReason.Cancelled, "Ended by a signal.")));
        life.pass(restore);
        assertThat(life.agents.count()).isZero();
        life.run(restore);
        assertThat(life.agents.count()).isOne();

        life.agents.all(new AgentRun.Silent("It left no report"));
        life.pass(restore);
        assertThat(life.agents.silences()).isOne();
        life.run(restore);
        assertThat(life.agents.count()).isOne();
        assertThat(restore.getStatus().phase()).isEqualTo(Phase.Transferring);
    }

    @Test
    void disksThatThePointDoesWithoutAreNamed() {
        var restore = export(ALLOWED, false);
        life.run(restore);
        life.agents.all(new AgentRun.Finished(new ExportReport(
                Restores.UID,
                "exports/web-p-1.xva",
                1,
                "00",
                1,
                1,
                List.of(),
                List.of(new ExcludedDisk("1", Backups.SOURCE, "scratch", 1L << 30, "its name holds [NOBAK]")))));
        var done = life.run(restore);

        assertThat(restore.getStatus().missingDisks())
                .singleElement()
                .satisfies(disk -> assertThat(disk.name()).isEqualTo("scratch"));
        assertThat(done.warning()).hasValueSatisfying(text -> assertThat(text).contains("scratch"));
    }

    @Test
    void whatIsDeletedHalfWayStopsItsAgentAndHasNothingOnAnyPool() {
        var restore = export(ALLOWED, false);
        life.run(restore);
        var undo = new Undo(life.neighbours, life.means);

        assertThat(undo.agentGone(restore)).isFalse();
        assertThat(undo.agentGone(restore)).isTrue();
        assertThat(undo.destroyVm(restore, Attempt.First)).isEmpty();
        assertThat(life.pool.log()).isEmpty();
    }

    @Test
    void aStorageThatIsNotReadyIsWaitedFor() {
        life.neighbours.put(Resources.storage(false));
        var restore = export(ALLOWED, false);
        life.run(restore);

        assertThat(RestoreLife.reason(restore, Conditions.COMPLETE)).isEqualTo("StorageNotReady");
    }
}
