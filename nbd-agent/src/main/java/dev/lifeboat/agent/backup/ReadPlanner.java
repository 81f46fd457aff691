package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Transfer.OnUnavailable;
import dev.lifeboat.agent.failure.Failures;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.xen.ChangedBlocks;
import dev.lifeboat.xen.ChangedBlocksUnavailableException;
import dev.lifeboat.xen.XenPool;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Decides per disk whether reading the changed blocks is enough. Whatever speaks against it becomes a reason.
final class ReadPlanner {
    private final XenPool pool;
    private final Repository repository;
    private final UUID vmUuid;
    private final OnUnavailable onCbtUnavailable;
    private final Map<String, Optional<RecoveryPoint>> basePoints = new HashMap<>();

    ReadPlanner(XenPool pool, Repository repository, UUID vmUuid, OnUnavailable onCbtUnavailable) {
        this.pool = pool;
        this.repository = repository;
        this.vmUuid = vmUuid;
        this.onCbtUnavailable = onCbtUnavailable;
    }

    ReadPlan plan(DiskBackup disk) {
        return switch (disk.read()) {
            case DiskRead.All(var reason) -> new ReadPlan.Whole(reason, Optional.empty());
            case DiskRead.Changed changed -> planChanged(disk, changed);
        };
    }

    private ReadPlan planChanged(DiskBackup disk, DiskRead.Changed read) {
        Optional<DiskImage> base;
        try {
            base = baseOf(disk, read.basePointId());
        } catch (DamagedException e) {
            return whole(FullReason.IntegrityRepair, Failures.sentence(e));
        }
        if (base.isEmpty()) {
            return whole(
                    FullReason.ManifestMissing,
                    "Recovery point " + read.basePointId()
                            + " of this VM, the base, is not in the repository or lacks VDI " + disk.vdiUuid());
        }
        long baseBytes = base.get().sizeBytes();
        if (baseBytes != disk.sizeBytes()) {
            return whole(
                    FullReason.VdiResized,
                    "The disk had " + baseBytes + " bytes at recovery point " + read.basePointId() + " and has "
                            + disk.sizeBytes() + " now");
        }
        return switch (disk.route()) {
            case VhdStream -> new ReadPlan.Difference(base.get(), read.baseVdiUuid());
            case Nbd -> changedSince(base.get(), read.baseVdiUuid(), disk);
            case RawStream, VmArchive ->
                throw new IllegalArgumentException("Disk " + disk.device() + ": a stream has all of it");
        };
    }

    private ReadPlan changedSince(DiskImage base, UUID baseVdi, DiskBackup disk) {
        ChangedBlocks blocks;
        try {
            blocks = pool.listChangedBlocks(baseVdi, disk.snapshotVdiUuid());
        } catch (ChangedBlocksUnavailableException e) {
            if (onCbtUnavailable == OnUnavailable.Fail) {
                throw new OrderFailedException(FailureReason.CbtUnavailable, Failures.sentence(e), e);
            }
            return whole(reasonOf(e.reason()), Failures.sentence(e));
        }
        if (blocks.diskSizeBytes() != disk.sizeBytes()) {
            return whole(
                    FullReason.VdiResized,
                    "Changed blocks were given for " + blocks.diskSizeBytes() + " bytes, and the disk has "
                            + disk.sizeBytes());
        }
        return new ReadPlan.Changed(base, blocks, 0);
    }

    /// By VDI, since a disk may sit at another device than it did.
    private Optional<DiskImage> baseOf(DiskBackup disk, String pointId) {
        return basePoints
                .computeIfAbsent(pointId, id -> repository.find(vmUuid, new PointId(id)))
                .flatMap(point -> point.disks().stream()
                        .filter(image -> image.vdiUuid().equals(disk.vdiUuid()))
                        .findFirst());
    }

    private static ReadPlan whole(FullReason reason, String detail) {
        return new ReadPlan.Whole(reason, Optional.of(detail));
    }

    private static FullReason reasonOf(ChangedBlocksUnavailableException.Reason reason) {
        return switch (reason) {
            case CBT_DISABLED -> FullReason.CbtDisabled;
            case BASE_MISSING -> FullReason.CbtBaseMissing;
            case CHAIN_BROKEN -> FullReason.CbtChainBroken;
            case DISK_REPLACED -> FullReason.VdiReplaced;
            case DISK_RESIZED -> FullReason.VdiResized;
            case NOT_ALLOWED -> FullReason.CbtNotAllowed;
        };
    }
}
