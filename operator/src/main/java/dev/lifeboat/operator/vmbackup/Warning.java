package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.VmBackupReason;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a user would not have expected of a backup that is over, in a sentence.
///
/// @param reason that the event about it carries
record Warning(VmBackupReason reason, String sentence) {
    /// Of a backup that has its recovery point nevertheless.
    static Warning of(String sentence) {
        return new Warning(VmBackupReason.CompletedWithWarnings, sentence);
    }

    /// One message for each reason, so that a VM of many disks makes no flood of events.
    static Map<VmBackupReason, String> messages(List<Warning> warnings) {
        return warnings.stream()
                .collect(Collectors.groupingBy(
                        Warning::reason,
                        () -> new EnumMap<>(VmBackupReason.class),
                        Collectors.mapping(Warning::sentence, Collectors.joining(" "))));
    }
}
