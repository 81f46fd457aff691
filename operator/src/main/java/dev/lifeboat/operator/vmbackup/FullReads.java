package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackupStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The disks of a backup that were read whole, for figures and events.
final class FullReads {
    record Read(FullReason reason, boolean unplanned) {}

    private FullReads() {}

    /// None for a backup that came to nothing.
    static List<Read> of(BackupType type, VmBackupStatus status) {
        var complete =
                Conditions.isTrue(Optional.ofNullable(status.conditions()).orElse(List.of()), Conditions.COMPLETE);
        return complete
                ? Optional.ofNullable(status.disks()).orElse(List.of()).stream()
                        .flatMap(disk -> Arrays.stream(FullReason.values())
                                .filter(reason -> reason.name().equals(disk.fullReason())))
                        .map(reason -> new Read(reason, Fallbacks.unplanned(type, reason)))
                        .toList()
                : List.of();
    }
}
