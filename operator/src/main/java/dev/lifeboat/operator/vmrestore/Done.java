package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.crds.VmRestoreStatus;
import java.time.Duration;
import java.util.Optional;

/// What a pass did.
///
/// @param status  all of it
/// @param next    when to look again, if nothing else wakes us
/// @param warning becomes an event
record Done(VmRestoreStatus status, Optional<Duration> next, Optional<String> warning) {
    /// What follows has no event to wait for.
    static final Duration AT_ONCE = Duration.ofMillis(1);

    static Done goOn(VmRestoreStatus status) {
        return lookAgain(status, AT_ONCE);
    }

    static Done lookAgain(VmRestoreStatus status, Duration after) {
        return new Done(status, Optional.of(after), Optional.empty());
    }

    static Done finished(VmRestoreStatus status, Optional<String> warning) {
        return new Done(status, Optional.empty(), warning);
    }
}
