package dev.lifeboat.operator.xenhypervisor;

import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.crds.XenHypervisorSpec.CbtMode;
import dev.lifeboat.operator.inventory.InventoryReading;
import dev.lifeboat.xen.Shortcoming;
import dev.lifeboat.xen.Shortcoming.Feature;
import dev.lifeboat.xen.VmDisk;
import java.util.Optional;

/// Whether changed blocks can be tracked, and what to do where not.
final class CbtVerdict {
    private CbtVerdict() {}

    static Finding of(CbtMode mode, InventoryReading reading) {
        if (mode == CbtMode.Never) {
            return Finding.no(
                    XenHypervisorReason.DisabledBySpec, "spec.cbt.mode is Never: changed blocks are not tracked");
        }
        return reading.capabilities().shortcomings().stream()
                .filter(it -> it.feature() == Feature.CBT)
                .findFirst()
                .map(it -> Finding.no(reason(it), it.sentences()))
                .or(() -> rawDisks(reading))
                .orElseGet(() -> Finding.yes(XenHypervisorReason.Available, "The pool can track changed blocks"));
    }

    /// Where only some are raw, the VMs that have them tell it.
    private static Optional<Finding> rawDisks(InventoryReading reading) {
        var disks = reading.inventory().vms().stream()
                .flatMap(vm -> vm.disks().stream())
                .toList();
        return disks.isEmpty() || !disks.stream().allMatch(VmDisk::raw)
                ? Optional.empty()
                : Optional.of(Finding.no(
                        XenHypervisorReason.RawVdi,
                        "All disks of VMs are kept as raw images, whose changed blocks cannot be tracked; every run"
                                + " reads all of each disk. A copy is kept as the storage does by default: xe vdi-copy"
                                + " uuid=<VDI> sr-uuid=<SR>"));
    }

    private static XenHypervisorReason reason(Shortcoming shortcoming) {
        return switch (shortcoming.cause()) {
            case TOO_OLD -> XenHypervisorReason.TooOld;
            case NOT_LICENSED -> XenHypervisorReason.NotLicensed;
            case UNSUPPORTED_STORAGE, NO_NETWORK, INSECURE, HOST_WITHOUT_ADDRESS -> XenHypervisorReason.UnsupportedSr;
        };
    }
}
