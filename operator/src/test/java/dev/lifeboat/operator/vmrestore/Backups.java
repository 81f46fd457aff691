package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.operator.fakes.PlainBackup;
import dev.lifeboat.operator.fakes.Resources;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.UUID;

/// The backup `web-1`, whose recovery point is restored.
final class Backups {
    static final String POINT = "5a000000-0000-0000-0000-000000000001";
    static final UUID SOURCE = UUID.fromString("11111111-0000-0000-0000-000000000000");

    private Backups() {}

    /// @param condition that it meets
    static VmBackup backup(String condition) {
        var backup = new VmBackup();
        backup.setMetadata(Resources.meta("web-1", POINT, "2026-03-01T01:00:00Z"));
        backup.setSpec(PlainBackup.spec("pool", SOURCE, null));
        var fact = new ConditionBuilder()
                .withType(condition)
                .withStatus("True")
                .withReason("Because")
                .withMessage("It is so.")
                .build();
        backup.setStatus(PlainBackup.status(
                fact,
                RestoreLife.NOW,
                new VmBackupStatus.VmRef(SOURCE.toString(), "web", "pool", "pool"),
                new VmBackupStatus.Location(POINT, "points/x")));
        return backup;
    }
}
