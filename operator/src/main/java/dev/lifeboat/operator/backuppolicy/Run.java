package dev.lifeboat.operator.backuppolicy;

import dev.lifeboat.crds.BackupType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Backups to ask for now, one for each VM.
///
/// @param trigger what they are for
/// @param time    that their names carry
/// @param vms     that are backed up
/// @param skipped that are not, since an earlier backup of this policy still runs
record Run(Trigger trigger, Instant time, BackupType type, List<Candidate> vms, List<Candidate> skipped) {

    sealed interface Trigger {
        record Schedule(String name) implements Trigger {}

        record Request(String text) implements Trigger {}
    }

    Optional<String> schedule() {
        return trigger instanceof Trigger.Schedule(var name) ? Optional.of(name) : Optional.empty();
    }
}
