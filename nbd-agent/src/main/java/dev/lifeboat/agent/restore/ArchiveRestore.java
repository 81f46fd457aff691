package dev.lifeboat.agent.restore;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.RestoreOrder;
import dev.lifeboat.agent.api.RestoreReport.RestoredDisk;
import dev.lifeboat.agent.api.RestoreRoute.Archive.Identity;
import dev.lifeboat.agent.archive.ArchiveRefusedException;
import dev.lifeboat.agent.archive.PointArchive;
import dev.lifeboat.agent.archive.Vtpms;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.agent.parallel.Interrupts;
import dev.lifeboat.agent.progress.DiskCounter;
import dev.lifeboat.agent.progress.Patience;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.xen.ImportTarget;
import dev.lifeboat.xen.InterruptedCallException;
import dev.lifeboat.xen.TransferFailedException;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmDisk;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.xva.XvaChecksum;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Sends a recovery point to a pool as one XVA, of which the pool makes the VM. What a failed import has
/// begun to make, the pool removes.
final class ArchiveRestore {
    private final RestoreOrder order;
    private final Imports imports;
    private final XenPool pool;
    private final Repository repository;
    private final ProgressBoard board;

    ArchiveRestore(RestoreOrder order, Imports imports, Repository repository, ProgressBoard board) {
        this.order = order;
        this.imports = imports;
        this.pool = imports.pool();
        this.repository = repository;
        this.board = board;
    }

    /// What the pool made.
    record Restored(UUID vm, List<DiskFill.Filled> disks) {}

    Restored run(RecoveryPoint point, RestorePlan plan, Identity identity) {
        if (identity == Identity.Original && pool.findVm(order.sourceVmUuid()).isPresent()) {
            throw new OrderFailedException(
                    FailureReason.TargetExists,
                    "The pool has a VM %s, which would be destroyed by one that is imported under its UUID. Remove it first, or restore under a new UUID"
                            .formatted(order.sourceVmUuid()));
        }
        var records = new ArchiveRecords(order, identity, pool.readInventory().networks());
        var archive = archive(point, plan, records);
        var target = new ImportTarget(storage(plan), records.keeps(), false, OptionalLong.of(archive.lengthBytes()));
        var vm = send(archive, target, counters(plan));
        pool.blockStart(vm);
        return new Restored(vm, filled(vm, plan));
    }

    private PointArchive archive(RecoveryPoint point, RestorePlan plan, ArchiveRecords records) {
        var disks = plan.fills().stream().map(RestorePlan.Fill::image).toList();
        var choice = new PointArchive.Choice(
                order.temporaryName(),
                records.of(PointArchive.records(point), plan.creation().nics()),
                disks,
                XvaChecksum.SHA1,
                Vtpms.KEEP);
        try {
            return PointArchive.of(repository, point, choice);
        } catch (ArchiveRefusedException e) {
            throw new OrderFailedException(FailureReason.InvalidOrder, String.valueOf(e.getMessage()), e);
        }
    }

    private static Optional<UUID> storage(RestorePlan plan) {
        var targets = plan.fills().stream()
                .map(fill -> fill.target().uuid())
                .distinct()
                .toList();
        if (targets.size() > 1) {
            throw new OrderFailedException(
                    FailureReason.InvalidOrder,
                    "The disks of an XVA go to one storage repository, and the order names " + targets
                            + ". Name one, or restore disk by disk");
        }
        return targets.stream().findFirst();
    }

    private Map<DiskImage, DiskCounter> counters(RestorePlan plan) {
        var counters = new HashMap<DiskImage, DiskCounter>();
        for (var fill : plan.fills()) {
            var counter = board.disk(fill.image().device());
            counter.expect(Math.min(fill.image().allocatedBytes(), fill.image().sizeBytes()));
            counter.waitsFor(Patience.STREAM);
            counters.put(fill.image(), counter);
        }
        return counters;
    }

    private UUID send(PointArchive archive, ImportTarget how, Map<DiskImage, DiskCounter> counters) {
        try (var target = imports.vm(how)) {
            archive.writeTo(target.stream(), (image, bytes) -> {
                Interrupts.check("Filling a disk");
                Optional.ofNullable(counters.get(image)).ifPresent(counter -> counter.add(bytes));
            });
            counters.values().forEach(counter -> counter.waitsFor(Patience.POOL_TASK));
            var made = target.finish();
            if (made.size() != 1) {
                throw new OrderFailedException(
                        FailureReason.DiskWriteFailed, "The pool made " + made.size() + " VMs of the XVA of one");
            }
            return made.getFirst();
        } catch (TransferFailedException e) {
            throw writeFailed(e);
        } catch (XapiException e) {
            throw e.kind() == XenException.Kind.CONFIGURATION ? e : writeFailed(e);
        } catch (InterruptedCallException e) {
            throw new OrderFailedException(FailureReason.Cancelled, "Sending an XVA was interrupted", e);
        }
    }

    private static OrderFailedException writeFailed(XenException e) {
        return new OrderFailedException(
                FailureReason.DiskWriteFailed, "Making a VM of an XVA failed: " + e.getMessage(), e);
    }

    private List<DiskFill.Filled> filled(UUID vm, RestorePlan plan) {
        var disks = pool.findVm(vm).map(VirtualMachine::disks).orElse(List.of()).stream()
                .collect(Collectors.toMap(VmDisk::device, VmDisk::vdiUuid));
        return plan.fills().stream()
                .map(fill -> filled(fill.image(), disks.get(fill.image().device())))
                .toList();
    }

    private static DiskFill.Filled filled(DiskImage image, @Nullable UUID vdi) {
        if (vdi == null) {
            throw new OrderFailedException(
                    FailureReason.DiskWriteFailed, "The pool made a VM without disk " + image.device());
        }
        long content = Math.min(image.allocatedBytes(), image.sizeBytes());
        return new DiskFill.Filled(new RestoredDisk(image.device(), vdi, image.sizeBytes(), content), content);
    }
}
