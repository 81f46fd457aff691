package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.DiskReport;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.crds.SnapshotSpec;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import dev.lifeboat.crds.XenHypervisorSpec.CbtMode;
import dev.lifeboat.operator.access.MarkerKeys;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.fakes.VmBuilder;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.PowerState;
import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.VdiState.ImageFormat;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmDisk;
import dev.lifeboat.xen.VmSnapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A VM with one disk on a pool that can do all, and what a backup of it looks like at each point. Tests change one
/// thing.
final class Sample {
    static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");
    static final String UID = "5a000000-0000-0000-0000-000000000001";
    static final String NAME = "backups/web-1";
    static final String REPOSITORY = "repo-1";
    static final UUID VM = UUID.fromString("11111111-0000-0000-0000-000000000000");
    static final UUID DISK = UUID.fromString("22222222-0000-0000-0000-000000000000");
    static final UUID SR = UUID.fromString("33333333-0000-0000-0000-000000000000");
    static final UUID SNAPSHOT = UUID.fromString("44444444-0000-0000-0000-000000000000");
    static final UUID OTHER_SNAPSHOT = UUID.fromString("55555555-0000-0000-0000-00000000000f");
    static final UUID SNAPSHOT_DISK = UUID.fromString("55555555-0000-0000-0000-000000000000");
    static final UUID BASE = UUID.fromString("66666666-0000-0000-0000-000000000000");
    static final long SIZE = 10L << 30;
    static final String EARLIER_UID = "5a000000-0000-0000-0000-00000000000e";

    private Sample() {}

    static VirtualMachine vm() {
        return vm(List.of(disk(true)), Set.of());
    }

    static VirtualMachine vm(List<VmDisk> disks, Set<String> operations) {
        return VmBuilder.vm(VM, "web")
                .power(PowerState.RUNNING)
                .disks(disks)
                .operations(operations)
                .build();
    }

    static VmDisk disk(boolean cbt) {
        return new VmDisk(
                "0", DISK, "root", SR, SIZE, cbt, true, false, Set.of(), Optional.empty(), ImageFormat.UNSAID);
    }

    static PoolTraits traits() {
        return new PoolTraits(SR, "pool", true, Set.of(SR), true, true, CbtMode.Auto, true, 10);
    }

    static PoolTraits traits(boolean capable, Set<UUID> srs, CbtMode mode, boolean enable) {
        return new PoolTraits(SR, "pool", capable, srs, true, true, mode, enable, 10);
    }

    static Map<String, String> markers(String uid) {
        return Map.of(
                MarkerKeys.BACKUP_UID, uid,
                MarkerKeys.BACKUP_NAME, NAME,
                MarkerKeys.POINT_ID, uid,
                MarkerKeys.NAMESPACE, Resources.NAMESPACE_UID,
                MarkerKeys.VM_UUID, VM.toString(),
                MarkerKeys.REPOSITORY_ID, REPOSITORY);
    }

    static Map<String, String> marked(Map<String, String> markers, String key, String value) {
        var more = new HashMap<>(markers);
        more.put(key, value);
        return Map.copyOf(more);
    }

    /// What is there when an operator ends between taking a snapshot and marking it.
    static VmSnapshot unmarkedSnapshot() {
        return new VmSnapshot(OTHER_SNAPSHOT, VM, "Lifeboat " + NAME + " " + UID, NOW, List.of(), Map.of());
    }

    /// Taken for a backup by that strategy.
    static VmSnapshot of(Strategy.Kind kind) {
        return snapshot(false, SIZE, marked(markers(UID), MarkerKeys.STRATEGY, kind.name()));
    }

    static VmSnapshot snapshot() {
        return snapshot(true, SIZE, markers(UID));
    }

    static VmSnapshot snapshot(boolean cbt, long size, Map<String, String> markers) {
        return new VmSnapshot(
                SNAPSHOT,
                VM,
                "Lifeboat " + NAME + " " + UID,
                NOW,
                List.of(new SnapshotDisk("0", DISK, SNAPSHOT_DISK, "root", SR, size, cbt)),
                markers);
    }

    static MarkedVdi base() {
        return base(true, SIZE, markers(EARLIER_UID));
    }

    static MarkedVdi base(boolean cbt, long size, Map<String, String> markers) {
        return new MarkedVdi(BASE, Optional.of(DISK), MarkedVdi.CBT_METADATA, cbt, size, markers);
    }

    static EarlierPoint earlier() {
        return earlier("bucket", SnapshotSpec.Reference.Auto, SnapshotStatus.Kind.MetadataOnly, "0", DISK);
    }

    static EarlierPoint earlier(
            String storage, SnapshotSpec.Reference reference, SnapshotStatus.Kind kept, String device, UUID disk) {
        return new EarlierPoint(
                EARLIER_UID,
                NOW.minusSeconds(86_400),
                storage,
                Optional.of("gold"),
                reference,
                kept,
                List.of(earlierDisk(device, disk)));
    }

    static EarlierPoint.Disk earlierDisk(String device, UUID disk) {
        return new EarlierPoint.Disk(device, disk, Optional.of(BASE), Optional.of(SR), SIZE, true, false);
    }

    /// A disk of its own snapshot that lost its snapshot VM.
    static MarkedVdi ownDisk(String type) {
        return new MarkedVdi(SNAPSHOT_DISK, Optional.of(DISK), type, true, SIZE, markers(UID));
    }

    static FailureReport failure(FailureReason reason) {
        return new FailureReport(UID, reason, "It went wrong.");
    }

    static BackupReport report(DiskReport... disks) {
        return new BackupReport(
                UID, UID, "points/x", 12, new BackupReport.Totals(SIZE, 5 << 20, 3 << 20, 1 << 20), List.of(disks));
    }

    static DiskReport diskReport(Protocol protocol, Optional<FullReason> fullReason) {
        return new DiskReport("0", protocol, fullReason, Optional.empty(), SIZE, 5 << 20, 5 << 20, 0, 3 << 20, 1 << 20);
    }
}
