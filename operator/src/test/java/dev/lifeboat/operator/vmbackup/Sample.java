package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.DiskReport;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupPolicySpec;
import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.Consistency;
import dev.lifeboat.crds.DeletionPolicy;
import dev.lifeboat.crds.DiskSelector;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.SnapshotSpec;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import dev.lifeboat.crds.VmSelector;
import dev.lifeboat.crds.XenHypervisorSpec.CbtMode;
import dev.lifeboat.operator.access.Markers;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.PowerState;
import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmDisk;
import dev.lifeboat.xen.VmSnapshot;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    static VmBackupSpec spec() {
        return spec(BackupType.Auto, SnapshotSpec.Reference.Auto, BackupStrategy.OnCbtUnavailable.ReadAll);
    }

    static VmBackupSpec spec(BackupType type) {
        return spec(type, SnapshotSpec.Reference.Auto, BackupStrategy.OnCbtUnavailable.ReadAll);
    }

    static VmBackupSpec spec(
            BackupType type, SnapshotSpec.Reference reference, BackupStrategy.OnCbtUnavailable onCbtUnavailable) {
        return new VmBackupSpec(
                new VmBackupSpec.Source(new LocalRef("pool"), VM.toString(), null),
                new LocalRef("bucket"),
                new LocalRef("gold"),
                null,
                type,
                Resources.ALL_DISKS,
                new BackupStrategy(
                        BackupStrategy.Mode.Auto, onCbtUnavailable, BackupStrategy.OnNbdUnavailable.UseHttp, null),
                Resources.CRASH,
                new SnapshotSpec(reference, 20, "0s"),
                DeletionPolicy.Delete,
                false,
                null);
    }

    static VmBackupSpec scheduled(VmBackupSpec spec) {
        return new VmBackupSpec(
                spec.source(),
                spec.storageRef(),
                spec.policyRef(),
                "nightly",
                spec.type(),
                spec.disks(),
                spec.strategy(),
                spec.consistency(),
                spec.snapshots(),
                spec.deletionPolicy(),
                spec.cancel(),
                spec.vmTimeout());
    }

    static VmBackupSpec cancelled(VmBackupSpec spec) {
        return new VmBackupSpec(
                spec.source(),
                spec.storageRef(),
                spec.policyRef(),
                spec.scheduleName(),
                spec.type(),
                spec.disks(),
                spec.strategy(),
                spec.consistency(),
                spec.snapshots(),
                spec.deletionPolicy(),
                true,
                spec.vmTimeout());
    }

    static VmBackupSpec limited(VmBackupSpec spec, String vmTimeout) {
        return new VmBackupSpec(
                spec.source(),
                spec.storageRef(),
                spec.policyRef(),
                spec.scheduleName(),
                spec.type(),
                spec.disks(),
                spec.strategy(),
                spec.consistency(),
                spec.snapshots(),
                spec.deletionPolicy(),
                spec.cancel(),
                vmTimeout);
    }

    /// With one thing of it changed.
    static VmBackupSpec with(VmBackupSpec spec, DiskSelector disks) {
        return with(spec, disks, spec.strategy(), spec.consistency(), spec.snapshots());
    }

    static VmBackupSpec with(VmBackupSpec spec, Consistency.Mode mode) {
        return with(spec, spec.disks(), spec.strategy(), new Consistency(mode), spec.snapshots());
    }

    static VmBackupSpec with(VmBackupSpec spec, SnapshotSpec snapshots) {
        return with(spec, spec.disks(), spec.strategy(), spec.consistency(), snapshots);
    }

    static VmBackupSpec withoutNbdFails(VmBackupSpec spec) {
        var strategy = new BackupStrategy(
                BackupStrategy.Mode.Auto,
                BackupStrategy.OnCbtUnavailable.ReadAll,
                BackupStrategy.OnNbdUnavailable.Fail,
                null);
        return with(spec, spec.disks(), strategy, spec.consistency(), spec.snapshots());
    }

    /// By the strategy of that name.
    static VmBackupSpec reading(BackupStrategy.Mode mode) {
        return with(spec(), strategy(mode, BackupStrategy.OnCbtUnavailable.ReadAll, BackupStrategy.Base.LastFull));
    }

    static BackupPolicySpec reading(BackupPolicySpec spec, BackupStrategy.Mode mode) {
        return with(
                spec,
                spec.selector(),
                spec.hypervisorRefs(),
                spec.storageRef(),
                strategy(mode, BackupStrategy.OnCbtUnavailable.ReadAll, BackupStrategy.Base.LastFull));
    }

    static BackupStrategy strategy(
            BackupStrategy.Mode mode, BackupStrategy.OnCbtUnavailable onCbtUnavailable, BackupStrategy.Base base) {
        return new BackupStrategy(
                mode,
                onCbtUnavailable,
                BackupStrategy.OnNbdUnavailable.UseHttp,
                null,
                new BackupStrategy.Xva(BackupStrategy.Compression.Auto, base));
    }

    static VmBackupSpec with(VmBackupSpec spec, BackupStrategy strategy) {
        return with(spec, spec.disks(), strategy, spec.consistency(), spec.snapshots());
    }

    static VmBackupSpec readingAllEvery(VmBackupSpec spec, String period) {
        var strategy = new BackupStrategy(
                BackupStrategy.Mode.Auto,
                BackupStrategy.OnCbtUnavailable.ReadAll,
                BackupStrategy.OnNbdUnavailable.UseHttp,
                period);
        return with(spec, spec.disks(), strategy, spec.consistency(), spec.snapshots());
    }

    private static VmBackupSpec with(
            VmBackupSpec spec,
            DiskSelector disks,
            BackupStrategy strategy,
            Consistency consistency,
            SnapshotSpec snapshots) {
        return new VmBackupSpec(
                spec.source(),
                spec.storageRef(),
                spec.policyRef(),
                spec.scheduleName(),
                spec.type(),
                disks,
                strategy,
                consistency,
                snapshots,
                spec.deletionPolicy(),
                spec.cancel(),
                spec.vmTimeout());
    }

    static DiskSelector without(DiskSelector.DiskTerm... terms) {
        return new DiskSelector(List.of(terms), null, true);
    }

    static DiskSelector.DiskTerm device(String device) {
        return new DiskSelector.DiskTerm(null, null, List.of(device), null, null, null);
    }

    /// The policy that asks for these backups: every VM of the pool, incrementally.
    static BackupPolicy policy() {
        return policy(false, BackupType.Auto);
    }

    static BackupPolicy policy(boolean suspend, BackupType... schedules) {
        var policy = new BackupPolicy();
        policy.setMetadata(Resources.meta("gold", "ae000000-0000-0000-0000-000000000000", "2026-01-01T00:00:00Z"));
        var all = new VmSelector.VmTerm(null, null, ".*", null, null);
        policy.setSpec(new BackupPolicySpec(
                List.of(new LocalRef("pool")),
                new VmSelector(List.of(all), null),
                Resources.ALL_DISKS,
                spec().strategy(),
                Resources.CRASH,
                spec().snapshots(),
                Stream.of(schedules)
                        .map(type -> new BackupPolicySpec.Schedule(type.name(), "0 2 * * *", null, type, "1h", false))
                        .toList(),
                new LocalRef("bucket"),
                DeletionPolicy.Delete,
                suspend,
                null,
                null));
        return policy;
    }

    static BackupPolicySpec selecting(BackupPolicySpec spec, String names) {
        var term = new VmSelector.VmTerm(null, null, names, null, null);
        return with(
                spec, new VmSelector(List.of(term), null), spec.hypervisorRefs(), spec.storageRef(), spec.strategy());
    }

    static BackupPolicySpec to(BackupPolicySpec spec, LocalRef storage, LocalRef pool) {
        return with(spec, spec.selector(), List.of(pool), storage, spec.strategy());
    }

    private static BackupPolicySpec with(
            BackupPolicySpec spec,
            VmSelector selector,
            List<LocalRef> pools,
            LocalRef storage,
            BackupStrategy strategy) {
        return new BackupPolicySpec(
                pools,
                selector,
                spec.disks(),
                strategy,
                spec.consistency(),
                spec.snapshots(),
                spec.schedules(),
                storage,
                spec.backupDeletionPolicy(),
                spec.suspend(),
                spec.runRequest(),
                spec.vmTimeout());
    }

    static Request fresh(VmBackupSpec spec) {
        return new Request(UID, NAME, spec, Optional.empty());
    }

    static Request started(VmBackupSpec spec) {
        return new Request(UID, NAME, spec, Optional.of(status(false, false)));
    }

    static Request identified(VmBackupSpec spec) {
        return new Request(UID, NAME, spec, Optional.of(status(true, false)));
    }

    static Request snapshotted(VmBackupSpec spec) {
        return new Request(UID, NAME, spec, Optional.of(status(true, true)));
    }

    static VmBackupStatus status(boolean identified, boolean snapshotTaken) {
        return new VmBackupStatus(
                1L,
                VmBackupStatus.Phase.Preparing,
                List.of(),
                NOW,
                snapshotTaken ? NOW : null,
                null,
                null,
                identified ? new VmBackupStatus.VmRef(VM.toString(), "web", SR.toString(), "pool") : null,
                null,
                snapshotTaken
                        ? List.of(new VmBackupStatus.DiskStatus(
                                "0",
                                DISK.toString(),
                                SNAPSHOT_DISK.toString(),
                                "root",
                                SR.toString(),
                                SIZE,
                                true,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null))
                        : null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /// Its agent is at work.
    ///
    /// @param base the recovery point that it compares with, if it does
    static VmBackupStatus reading(@Nullable String base) {
        var last = status(true, true);
        return new VmBackupStatus(
                1L,
                VmBackupStatus.Phase.Transferring,
                List.of(),
                NOW,
                NOW,
                null,
                null,
                last.vm(),
                new VmBackupStatus.Effective(BackupType.Incremental, "Xva", null, null, null, base, "CrashConsistent"),
                last.disks(),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /// A condition that is met.
    static Condition isTrue(String type) {
        return new ConditionBuilder()
                .withType(type)
                .withStatus("True")
                .withReason("Because")
                .withMessage("It is so.")
                .build();
    }

    /// One disk for each reason.
    static VmBackupStatus status(List<Condition> conditions, @Nullable String... fullReasons) {
        var last = status(true, true);
        var disk = last.disks().getFirst();
        return new VmBackupStatus(
                1L,
                last.phase(),
                conditions,
                NOW,
                NOW,
                NOW,
                1L,
                last.vm(),
                null,
                Stream.of(fullReasons)
                        .map(reason -> new VmBackupStatus.DiskStatus(
                                disk.device(),
                                disk.vdiUUID(),
                                disk.snapshotVdiUUID(),
                                disk.name(),
                                disk.srUUID(),
                                SIZE,
                                true,
                                "NbdTls",
                                reason,
                                null,
                                null,
                                null,
                                null,
                                null))
                        .toList(),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    static VirtualMachine vm() {
        return vm(List.of(disk(true)), Set.of());
    }

    static VirtualMachine vm(List<VmDisk> disks, Set<String> operations) {
        return new VirtualMachine(
                VM,
                "web",
                "",
                PowerState.RUNNING,
                Optional.empty(),
                Set.of(),
                1L << 30,
                2,
                "uefi",
                Optional.empty(),
                disks,
                List.of(),
                operations,
                Map.of());
    }

    static VmDisk disk(boolean cbt) {
        return new VmDisk("0", DISK, "root", SR, SIZE, cbt, true, false);
    }

    static PoolTraits traits() {
        return new PoolTraits(SR, "pool", true, Set.of(SR), true, true, CbtMode.Auto, true, 10);
    }

    static PoolTraits traits(boolean capable, Set<UUID> srs, CbtMode mode, boolean enable) {
        return new PoolTraits(SR, "pool", capable, srs, true, true, mode, enable, 10);
    }

    static Map<String, String> markers(String uid) {
        return Map.of(
                Markers.BACKUP_UID, uid,
                Markers.BACKUP_NAME, NAME,
                Markers.POINT_ID, uid,
                Markers.NAMESPACE, Resources.NAMESPACE_UID,
                Markers.VM_UUID, VM.toString(),
                Markers.STORAGE, REPOSITORY);
    }

    static Map<String, String> with(Map<String, String> markers, String key, String value) {
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
        return snapshot(false, SIZE, with(markers(UID), Markers.STRATEGY, kind.name()));
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

    static Earlier earlier() {
        return earlier("bucket", SnapshotSpec.Reference.Auto, SnapshotStatus.Kind.MetadataOnly, "0", DISK);
    }

    static Earlier earlier(
            String storage, SnapshotSpec.Reference reference, SnapshotStatus.Kind kept, String device, UUID disk) {
        return new Earlier(
                EARLIER_UID,
                NOW.minusSeconds(86_400),
                storage,
                Optional.of("gold"),
                reference,
                kept,
                List.of(earlierDisk(device, disk)));
    }

    static Earlier.Disk earlierDisk(String device, UUID disk) {
        return new Earlier.Disk(device, disk, Optional.of(BASE), Optional.of(SR), SIZE, true, false);
    }

    static PoolView pool(VmLookup vm) {
        return pool(traits(), vm);
    }

    static PoolView pool() {
        return pool(new VmLookup.Found(vm()));
    }

    static PoolView pool(PoolTraits traits, VmLookup vm) {
        return pool(traits, vm, List.of(), List.of(), List.of());
    }

    static PoolView pool(List<VmSnapshot> snapshots, List<MarkedVdi> vdis, List<Earlier> history) {
        return pool(traits(), new VmLookup.Found(vm()), snapshots, vdis, history);
    }

    static PoolView pool(
            PoolTraits traits, VmLookup vm, List<VmSnapshot> snapshots, List<MarkedVdi> vdis, List<Earlier> history) {
        return new PoolView(
                vm,
                traits,
                Optional.empty(),
                Optional.of(REPOSITORY),
                snapshots,
                List.of(),
                vdis,
                history,
                DisksSince.UNCHANGED,
                Room.NOT_LOOKED_AT,
                true);
    }

    static PoolView with(PoolView pool, Room room) {
        return new PoolView(
                pool.vm(),
                pool.traits(),
                pool.rival(),
                pool.repositoryId(),
                pool.snapshots(),
                pool.unmarked(),
                pool.vdis(),
                pool.history(),
                pool.since(),
                room,
                pool.successorExpected());
    }

    static PoolView with(PoolView pool, DisksSince since) {
        return new PoolView(
                pool.vm(),
                pool.traits(),
                pool.rival(),
                pool.repositoryId(),
                pool.snapshots(),
                pool.unmarked(),
                pool.vdis(),
                pool.history(),
                since,
                pool.room(),
                pool.successorExpected());
    }

    static PoolView withoutSuccessor(PoolView pool) {
        return new PoolView(
                pool.vm(),
                pool.traits(),
                pool.rival(),
                pool.repositoryId(),
                pool.snapshots(),
                pool.unmarked(),
                pool.vdis(),
                pool.history(),
                pool.since(),
                pool.room(),
                false);
    }

    static BackupReport report(DiskReport... disks) {
        return new BackupReport(
                UID, UID, "points/x", 12, new BackupReport.Totals(SIZE, 5 << 20, 3 << 20, 1 << 20), List.of(disks));
    }

    static DiskReport diskReport(Protocol protocol, Optional<FullReason> fullReason) {
        return new DiskReport("0", protocol, fullReason, Optional.empty(), SIZE, 5 << 20, 5 << 20, 0, 3 << 20, 1 << 20);
    }
}
