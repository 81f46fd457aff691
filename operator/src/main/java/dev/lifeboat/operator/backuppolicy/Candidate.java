package dev.lifeboat.operator.backuppolicy;

import dev.lifeboat.xen.VirtualMachine;

/// A VM that a policy may select.
///
/// @param hypervisor name of its XenHypervisor
record Candidate(String hypervisor, VirtualMachine vm) {
    String uuid() {
        return vm.uuid().toString();
    }
}
