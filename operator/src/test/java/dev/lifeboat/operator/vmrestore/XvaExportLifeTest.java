package dev.lifeboat.operator.vmrestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.ArchiveCompression;
import dev.lifeboat.agent.api.ExcludedDisk;
import dev.lifeboat.agent.api.ExportOrder;
import dev.lifeboat.agent.api.ExportReport;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.BackupStorageSpec;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.VmRestoreSpec;
import dev.lifeboat.crds.VmRestoreSpec.XvaExport;
import dev.lifeboat.crds.VmRestoreStatus.ExportStatus;
import dev.lifeboat.crds.VmRestoreStatus.Phase;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.queue.Contenders;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A recovery point becomes an object in its storage; there is no pool anywhere.
class XvaExportLifeTest {
    private final RestoreLife life = new RestoreLife();

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
        var restore = Exported.export(null, false);
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

        life.agents.all(new AgentRun.Finished(Exported.WRITTEN));
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
        var refused = Exported.export(null, false);
        life.run(refused);
        assertThat(RestoreLife.reason(refused, Conditions.FAILED)).isEqualTo("PlaintextNotAllowed");
        assertThat(RestoreLife.message(refused, Conditions.FAILED)).contains("spec.xvaExport.allowPlaintext");
        assertThat(RestoreLife.message(refused, Conditions.COMPLETE)).isEqualTo("Nothing was exported; see Failed.");
        assertThat(life.agents.count()).isZero();

        var allowed = Exported.export(Exported.ALLOWED, false);
        life.run(allowed);
        life.agents.all(new AgentRun.Finished(Exported.WRITTEN));
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
        var restore = Exported.export(wishes, false);
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

    @Test
    void disksThatThePointDoesWithoutAreNamed() {
        var restore = Exported.export(Exported.ALLOWED, false);
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
}
