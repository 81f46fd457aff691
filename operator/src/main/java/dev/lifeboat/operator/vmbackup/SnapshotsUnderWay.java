package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.xen.VirtualMachine;
import java.util.Optional;
import java.util.Set;

/// Whether somebody takes a snapshot of a VM right now: perhaps an operator that ended since, whose snapshot will be
/// there with no more than its name.
final class SnapshotsUnderWay {
    private static final Set<String> OPERATIONS = Set.of("snapshot", "snapshot_with_quiesce", "checkpoint");

    private SnapshotsUnderWay() {}

    /// As the pool calls it.
    static Optional<String> of(VirtualMachine vm) {
        return vm.currentOperations().stream().filter(OPERATIONS::contains).findAny();
    }
}
