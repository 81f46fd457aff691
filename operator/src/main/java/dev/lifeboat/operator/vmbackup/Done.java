package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.VmBackupStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a pass did.
///
/// @param status   all of it
/// @param next     when to look again, if nothing else wakes us
/// @param warnings of a backup that is over; those of one reason become one event
record Done(VmBackupStatus status, Optional<Duration> next, List<Warning> warnings) {
    /// What follows has no event to wait for.
    static final Duration AT_ONCE = Duration.ofMillis(1);

    static Done goOn(VmBackupStatus status) {
        return new Done(status, Optional.of(AT_ONCE), List.of());
    }

    static Done lookAgain(VmBackupStatus status, Duration after) {
        return new Done(status, Optional.of(after), List.of());
    }

    static Done finished(VmBackupStatus status, List<Warning> warnings) {
        return new Done(status, Optional.empty(), warnings);
    }
}
