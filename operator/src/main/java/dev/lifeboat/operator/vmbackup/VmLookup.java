package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.xen.VirtualMachine;

/// What the pool says to the VM that a spec names.
sealed interface VmLookup {
    record Found(VirtualMachine vm) implements VmLookup {}

    record None() implements VmLookup {}

    record Several(int count) implements VmLookup {}
}
