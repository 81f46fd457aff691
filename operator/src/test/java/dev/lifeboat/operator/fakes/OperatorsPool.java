package dev.lifeboat.operator.fakes;

import dev.lifeboat.xen.ChangedBlocks;
import dev.lifeboat.xen.DiskExport;
import dev.lifeboat.xen.DiskImport;
import dev.lifeboat.xen.NbdExport;
import dev.lifeboat.xen.PoolCapabilities;
import dev.lifeboat.xen.PoolTask;
import dev.lifeboat.xen.PoolTransfers;
import dev.lifeboat.xen.RestoredVm;
import dev.lifeboat.xen.VdiState;
import dev.lifeboat.xen.VmCreation;
import dev.lifeboat.xen.VmRecords;
import dev.lifeboat.xen.XenPool;
import java.util.List;
import java.util.UUID;

/// A pool without the calls that only agents make, or nobody: they move data, or read what the operator has from the
/// resources.
interface OperatorsPool extends XenPool {
    @Override
    default void blockStart(UUID vm) {
        throw new UnsupportedOperationException("the operator makes no such call");
    }

    @Override
    default void disableCbt(UUID vdi) {
        throw new UnsupportedOperationException("the operator makes no such call");
    }

    @Override
    default List<PoolTask> findTasks(String originator) {
        throw new UnsupportedOperationException("the operator makes no such call");
    }

    @Override
    default PoolCapabilities capabilities() {
        throw new UnsupportedOperationException("the operator makes no such call");
    }

    @Override
    default VmRecords readRecords(UUID vm) {
        throw new UnsupportedOperationException("the operator makes no such call");
    }

    @Override
    default List<NbdExport> nbdExports(UUID vdi) {
        throw new UnsupportedOperationException("the operator makes no such call");
    }

    @Override
    default ChangedBlocks listChangedBlocks(UUID fromVdi, UUID toVdi) {
        throw new UnsupportedOperationException("the operator makes no such call");
    }

    @Override
    default VdiState vdi(UUID vdi) {
        throw new UnsupportedOperationException("the operator makes no such call");
    }

    @Override
    default DiskExport exportRaw(UUID vdi) {
        throw new UnsupportedOperationException("the operator makes no such call");
    }

    @Override
    default DiskImport importChunked(UUID vdi, long bodyBytes) {
        throw new UnsupportedOperationException("the operator makes no such call");
    }

    @Override
    default DiskImport importRaw(UUID vdi, long sizeBytes) {
        throw new UnsupportedOperationException("the operator makes no such call");
    }

    @Override
    default PoolTransfers transfers() {
        throw new UnsupportedOperationException("the operator makes no such call");
    }

    @Override
    default RestoredVm createVm(VmCreation creation) {
        throw new UnsupportedOperationException("the operator makes no such call");
    }
}
