package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.Consistency;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.xen.PowerState;
import dev.lifeboat.xen.SnapshotConsistency;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmSnapshot;
import java.util.Optional;

/// In which state a snapshot shows the disks, and how it was made.
record ReachedConsistency(VmBackupReason consistency, VmBackupReason made, String sentence) {
    /// A VM that does not run has nothing to settle.
    static SnapshotConsistency wanted(Consistency.Mode mode, VirtualMachine vm) {
        if (vm.powerState() == PowerState.HALTED) {
            return SnapshotConsistency.CRASH_CONSISTENT;
        }
        return switch (mode) {
            case Crash -> SnapshotConsistency.CRASH_CONSISTENT;
            case QuiescePreferred -> SnapshotConsistency.QUIESCED_IF_POSSIBLE;
            case QuiesceRequired -> SnapshotConsistency.QUIESCED;
        };
    }

    static ReachedConsistency of(VmSnapshot snapshot) {
        if (snapshot.quiesced()) {
            return new ReachedConsistency(
                    VmBackupReason.ApplicationConsistent,
                    VmBackupReason.Quiesced,
                    "The guest settled its file systems before the snapshot.");
        }
        if (snapshot.poweredAs().equals(Optional.of(PowerState.HALTED))) {
            return new ReachedConsistency(VmBackupReason.Offline, VmBackupReason.Created, "The VM did not run.");
        }
        var why = snapshot.notQuiescedBecause();
        return new ReachedConsistency(
                VmBackupReason.CrashConsistent,
                why.isPresent() ? VmBackupReason.QuiesceFellBack : VmBackupReason.Created,
                "The disks are as after a power cut"
                        + why.map(text -> ", since the guest could not be quiesced: " + text + ".")
                                .orElse("."));
    }

    /// Whether applications find what they had written, without repairing anything.
    boolean settled() {
        return consistency != VmBackupReason.CrashConsistent;
    }

    Optional<String> warning() {
        return made == VmBackupReason.QuiesceFellBack ? Optional.of(sentence) : Optional.empty();
    }
}
