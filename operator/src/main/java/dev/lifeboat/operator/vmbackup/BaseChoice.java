package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.SnapshotSpec.Reference;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import dev.lifeboat.operator.access.MarkerKeys;
import dev.lifeboat.operator.access.SpecDuration;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.VmSnapshot;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// From what each disk is read: what changed since an earlier recovery point, or all of it, and why.
///
/// A base must be a snapshot disk that the status of a complete VmBackup names. A marker alone proves
/// nothing: after somebody reverts a VM to a snapshot of ours, its disks carry our markers, and so does
/// every snapshot that is taken of them then.
final class BaseChoice {
    private final VmBackupSpec spec;
    private final PoolView pool;
    private final Strategy.Kind kind;
    private final Set<UUID> justTracked;
    private final Set<UUID> liveDisks;
    private final List<EarlierPoint> history;
    private final Instant takenAt;

    BaseChoice(VmBackupSpec spec, PoolView pool, VmSnapshot snapshot, Strategy.Kind kind) {
        this.spec = spec;
        this.pool = pool;
        this.kind = kind;
        this.justTracked = justTracked(snapshot);
        this.liveDisks = snapshot.disks().stream().map(SnapshotDisk::vdiUuid).collect(Collectors.toUnmodifiableSet());
        this.takenAt = snapshot.takenAt();
        this.history = pool.history().stream()
                .filter(earlier -> earlier.storage().equals(spec.storageRef().name()))
                .toList();
    }

    DiskRead of(SnapshotDisk disk) {
        if (spec.type() == BackupType.Full) {
            return all(spec.scheduleName() == null ? FullReason.UserRequest : FullReason.ScheduledFull);
        }
        if (history.isEmpty()) {
            return all(otherStorageBefore() ? FullReason.StorageChanged : FullReason.FirstBackup);
        }
        var previous = history.getFirst();
        var before = previous.disk(disk.vdiUuid());
        if (before.isEmpty()) {
            return all(whyNew(previous, disk));
        }
        if (before.get().sr().filter(sr -> !sr.equals(disk.srUuid())).isPresent()) {
            return all(FullReason.SrMigrated);
        }
        return switch (kind) {
            case Cbt -> changedBlocks(previous, before.get(), disk);
            case Xva -> difference(previous, disk);
            case Raw ->
                all(
                        spec.strategy().mode() == BackupStrategy.Mode.Raw
                                ? FullReason.UserRequest
                                : FullReason.CbtNotAllowed);
        };
    }

    private DiskRead changedBlocks(EarlierPoint previous, EarlierPoint.Disk before, SnapshotDisk disk) {
        if (!pool.traits().tracks()) {
            return all(FullReason.CbtNotAllowed);
        }
        var base = base(disk, _ -> true);
        if (base.filter(it -> it.vdi().cbtEnabled() || it.tracked()).isEmpty()) {
            return withoutBase(previous, before, disk);
        }
        var untracked = !base.get().vdi().cbtEnabled() || !disk.cbtEnabled();
        return untracked || justTracked.contains(disk.vdiUuid()) ? all(FullReason.CbtDisabled) : from(base.get(), disk);
    }

    /// The snapshot that is compared with has to have its data still.
    private DiskRead difference(EarlierPoint previous, SnapshotDisk disk) {
        if (!DiskTraits.of(disk).differs()) {
            return all(FullReason.DifferenceUnavailable);
        }
        return base(disk, vdi -> !vdi.metadataOnly())
                .map(base -> from(base, disk))
                .orElseGet(() -> all(
                        previous.reference() == Reference.None
                                ? FullReason.UserRequest
                                : FullReason.BaseSnapshotMissing));
    }

    private DiskRead from(Base base, SnapshotDisk disk) {
        if (!pool.repositoryId().equals(Optional.ofNullable(base.vdi().markers().get(MarkerKeys.REPOSITORY_ID)))) {
            return all(FullReason.StorageChanged);
        }
        if (base.vdi().virtualSizeBytes() != disk.virtualSizeBytes()) {
            return all(FullReason.VdiResized);
        }
        return dueToBeReadWhole(disk)
                ? all(FullReason.ScheduledFull)
                : new DiskRead.Changed(base.pointId(), base.vdi().uuid());
    }

    /// A disk of which no full read is remembered counts as read whole at the oldest point that has it.
    private boolean dueToBeReadWhole(SnapshotDisk disk) {
        var every = Optional.ofNullable(spec.strategy().readAllEvery()).map(SpecDuration::parse);
        var points = history.stream()
                .filter(earlier -> earlier.disk(disk.vdiUuid()).isPresent())
                .toList();
        return every.isPresent()
                && points.stream()
                        .filter(earlier -> earlier.disk(disk.vdiUuid())
                                .filter(EarlierPoint.Disk::readWhole)
                                .isPresent())
                        .findFirst()
                        .or(() -> points.isEmpty() ? Optional.empty() : Optional.of(points.getLast()))
                        .filter(last -> !last.pointInTime().plus(every.get()).isAfter(takenAt))
                        .isPresent();
    }

    private DiskRead withoutBase(EarlierPoint previous, EarlierPoint.Disk before, SnapshotDisk disk) {
        if (!disk.cbtEnabled()) {
            return all(FullReason.CbtNotAllowed);
        }
        if (justTracked.contains(disk.vdiUuid())) {
            return all(FullReason.CbtJustEnabled);
        }
        if (previous.reference() == Reference.None) {
            return all(FullReason.UserRequest);
        }
        // Nothing was tracked then, so no record was kept: somebody switched tracking on since.
        var untracked = previous.kept() != SnapshotStatus.Kind.MetadataOnly && !before.tracked();
        return all(untracked ? FullReason.CbtJustEnabled : FullReason.CbtBaseMissing);
    }

    /// @param tracked whether the disk was when it was taken
    private record Base(String pointId, MarkedVdi vdi, boolean tracked) {}

    /// The newest point of which the pool still has something to compare with.
    private Optional<Base> base(SnapshotDisk disk, Predicate<MarkedVdi> good) {
        return history.stream()
                .flatMap(earlier -> pool.vdis().stream()
                        .filter(good)
                        .filter(vdi ->
                                vdi.snapshotOf().filter(disk.vdiUuid()::equals).isPresent())
                        .filter(vdi -> earlier.readFrom(vdi.uuid()))
                        .map(vdi -> new Base(
                                earlier.pointId(),
                                vdi,
                                earlier.disk(disk.vdiUuid())
                                        .filter(EarlierPoint.Disk::tracked)
                                        .isPresent())))
                .findFirst();
    }

    /// Another disk was in its place, and the VM has that one no more.
    private FullReason whyNew(EarlierPoint previous, SnapshotDisk disk) {
        return previous.at(disk.device())
                .filter(before -> !liveDisks.contains(before.vdi()))
                .map(before -> whyReplaced(before, disk))
                .orElse(FullReason.DiskAdded);
    }

    private FullReason whyReplaced(EarlierPoint.Disk before, SnapshotDisk disk) {
        if (pool.since().reverted(before, disk)) {
            return FullReason.VmReverted;
        }
        return pool.since().moved(before, disk) ? FullReason.SrMigrated : FullReason.VdiReplaced;
    }

    private boolean otherStorageBefore() {
        return spec.policyRef() != null
                && pool.history().stream()
                        .anyMatch(earlier -> earlier.policy()
                                .equals(Optional.of(spec.policyRef().name())));
    }

    private static Set<UUID> justTracked(VmSnapshot snapshot) {
        return Arrays.stream(
                        snapshot.markers().getOrDefault(MarkerKeys.CBT_NEW, "").split(",", -1))
                .filter(text -> !text.isBlank())
                .map(UUID::fromString)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static DiskRead all(FullReason reason) {
        return new DiskRead.All(reason);
    }
}
