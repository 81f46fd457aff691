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
        throw refusal();
    }

    @Override
    default void disableCbt(UUID vdi) {
        throw refusal();
    }

    @Override
    default List<PoolTask> findTasks(String originator) {
        throw refusal();
    }

    @Override
    default PoolCapabilities capabilities() {
        throw refusal();
    }

    @Override
    default VmRecords readRecords(UUID vm) {
        throw refusal();
    }

    @Override
    default List<NbdExport> nbdExports(UUID vdi) {
        throw refusal();
    }

    @Override
    default ChangedBlocks listChangedBlocks(UUID fromVdi, UUID toVdi) {
        throw refusal();
    }

    @Override
    default VdiState vdi(UUID vdi) {
        throw refusal();
    }

    @Override
    default DiskExport exportRaw(UUID vdi) {
        throw refusal();
    }

    @Override
    default DiskImport importChunked(UUID vdi, long bodyBytes) {
        throw refusal();
    }

    @Override
    default DiskImport importRaw(UUID vdi, long sizeBytes) {
        throw refusal();
    }

    @Override
    default PoolTransfers transfers() {
        throw refusal();
    }

    @Override
    default RestoredVm createVm(VmCreation creation) {
        throw refusal();
    }

    private static UnsupportedOperationException refusal() {
        return new UnsupportedOperationException("the operator makes no such call");
    }
}
