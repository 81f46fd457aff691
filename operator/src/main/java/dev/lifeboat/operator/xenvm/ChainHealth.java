package dev.lifeboat.operator.xenvm;

import dev.lifeboat.crds.XenVmReason;
import dev.lifeboat.xen.DiskChain;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmDisk;

/// How the images of a VM's disks stand, as a condition.
///
/// @param status of the condition
record ChainHealth(String status, XenVmReason reason, String message) {
    /// @param most images from which on a disk gets no further snapshot
    static ChainHealth of(VirtualMachine vm, int most) {
        var tooDeep = vm.disks().stream()
                .filter(disk ->
                        disk.chain().filter(chain -> chain.length() >= most).isPresent())
                .findFirst();
        if (tooDeep.isPresent()) {
            return new ChainHealth(
                    "False",
                    XenVmReason.TooDeep,
                    text(tooDeep.get()) + " is spread over "
                            + tooDeep.get().chain().map(DiskChain::length).orElse(0) + " images, and from " + most
                            + " on no snapshot is taken; remove snapshots that nobody needs");
        }
        var coalescing = vm.disks().stream()
                .filter(disk -> disk.chain().filter(DiskChain::coalescing).isPresent())
                .findFirst();
        if (coalescing.isPresent()) {
            return new ChainHealth(
                    "True",
                    XenVmReason.Coalescing,
                    "The storage has images of " + text(coalescing.get()) + " to merge, and does so in its own time");
        }
        return vm.disks().stream().anyMatch(disk -> disk.chain().isPresent())
                ? new ChainHealth("True", XenVmReason.Healthy, "No disk is spread over " + most + " images or more")
                : new ChainHealth(
                        "Unknown", XenVmReason.Unknown, "The storage does not tell how it keeps the VM's disks");
    }

    private static String text(VmDisk disk) {
        return "disk " + disk.device() + " ('" + disk.name() + "')";
    }
}
