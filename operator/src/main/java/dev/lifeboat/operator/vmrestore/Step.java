package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.agent.api.ExportReport;
import dev.lifeboat.agent.api.Progress;
import dev.lifeboat.agent.api.RestoreReport;
import dev.lifeboat.crds.VmRestoreReason;
import dev.lifeboat.xen.VirtualMachine;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The one thing that a pass does for a restore.
sealed interface Step {
    /// Nothing now.
    record Wait(VmRestoreReason reason, String message) implements Step {}

    /// Takes its slot.
    record Begin() implements Step {}

    record StartAgent(Source.Point point, String finalName) implements Step {}

    /// Has an agent write an XVA into the point's storage.
    record StartExport(Source.Point point) implements Step {}

    /// The agent creates and fills the VM, or writes the XVA.
    record Follow(Optional<Progress> progress, String message) implements Step {}

    /// Gives the order again to another agent, since nobody knows how it went with the last one.
    record AskAgain(String message) implements Step {}

    /// Ends the agent; the next passes find it gone.
    record StopAgent(VmRestoreReason reason, String message) implements Step {}

    /// Gives the VM free and starts it if asked to.
    record Finish(RestoreReport report, VirtualMachine vm, String finalName, boolean powerOn) implements Step {}

    /// Says where the XVA is.
    record Exported(ExportReport report, Source source) implements Step {}

    /// @param leftovers VMs that this restore made and that nobody has yet
    record Fail(VmRestoreReason reason, String message, List<UUID> leftovers) implements Step {
        public Fail {
            leftovers = List.copyOf(leftovers);
        }
    }
}
