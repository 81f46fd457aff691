package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.xen.VmSnapshot;

/// A row of the tables of what has a disk read whole.
///
/// @param situation in words
record FullRead(String situation, VmBackupSpec spec, PoolView pool, VmSnapshot snapshot, FullReason reason) {
    /// With the usual request, of a snapshot whose disk is tracked.
    FullRead(String situation, PoolView pool, FullReason reason) {
        this(situation, Specs.spec(), pool, Sample.snapshot(), reason);
    }

    DiskRead choice() {
        return Choice.of(spec, pool, snapshot);
    }

    @Override
    public String toString() {
        return situation + ": " + reason;
    }
}
