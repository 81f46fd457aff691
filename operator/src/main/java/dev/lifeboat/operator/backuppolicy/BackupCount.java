package dev.lifeboat.operator.backuppolicy;

import dev.lifeboat.crds.BackupPolicyStatus;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackup;
import java.util.List;

/// How the backups of a policy ended.
final class BackupCount {
    private BackupCount() {}

    static BackupPolicyStatus.Counts of(List<VmBackup> backups) {
        var succeeded = (int) backups.stream()
                .filter(backup -> is(backup, Conditions.COMPLETE))
                .count();
        var failed = (int)
                backups.stream().filter(backup -> is(backup, Conditions.FAILED)).count();
        return new BackupPolicyStatus.Counts(backups.size(), backups.size() - succeeded - failed, succeeded, failed);
    }

    static boolean finished(VmBackup backup) {
        return is(backup, Conditions.COMPLETE) || is(backup, Conditions.FAILED);
    }

    private static boolean is(VmBackup backup, String condition) {
        var status = backup.getStatus();
        return status != null
                && Conditions.isTrue(status.conditions() == null ? List.of() : status.conditions(), condition);
    }
}
