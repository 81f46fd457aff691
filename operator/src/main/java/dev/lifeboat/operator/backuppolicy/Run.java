package dev.lifeboat.operator.backuppolicy;

import java.util.List;

/// Backups to ask for now, one for each VM.
///
/// @param occasion what they are for
/// @param vms      that are backed up
/// @param skipped  that are not, since an earlier backup of this policy still runs
record Run(Occasion occasion, List<Candidate> vms, List<Skipped> skipped) {

    /// @param running name of the VmBackup that has not ended
    record Skipped(Candidate vm, String running) {}
}
