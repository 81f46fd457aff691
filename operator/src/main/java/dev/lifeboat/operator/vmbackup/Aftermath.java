package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.DiskReport;
import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import dev.lifeboat.operator.access.MarkerKeys;
import dev.lifeboat.operator.vmbackup.Strategy.Kind;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.VmSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// What stays on the pool when a backup's data is in the repository, for the next one to compare with, and what goes.
record Aftermath(Request request, PoolView pool, BackupReport report) {
    Step.Finish finish() {
        var mine = new Belongings(request, pool);
        return new Step.Finish(
                report,
                snapshotAndItsFate(),
                halfReduced(),
                Optional.of(leaves()),
                earlierBase(),
                older().and(pool.unmarked()),
                Stream.concat(
                                mine
                                        .snapshot()
                                        .flatMap(it -> ReachedConsistency.of(it).warning())
                                        .stream(),
                                Fallbacks.warnings(request.spec(), pool.traits(), kind(), report).stream())
                        .toList());
    }

    private Optional<Step.Finish.Snapshot> snapshotAndItsFate() {
        return new Belongings(request, pool)
                .snapshot()
                .map(it -> new Step.Finish.Snapshot(it.uuid(), SnapshotFate.of(remnant(), it)));
    }

    private Kind kind() {
        return new Belongings(request, pool).snapshot().map(Kind::of).orElseGet(() -> Kind.of(request.status()));
    }

    /// Disks that a crash between their snapshot VM and themselves left on the way to metadata.
    private List<UUID> halfReduced() {
        var mine = new Belongings(request, pool);
        return mine.snapshot().isPresent()
                ? List.of()
                : mine.disks()
                        .filter(vdi -> keepsMetadata() && vdi.cbtEnabled() && !vdi.metadataOnly())
                        .map(MarkedVdi::uuid)
                        .toList();
    }

    /// What stays in the end; after a crash between tidying up and writing that down, what stayed.
    private SnapshotStatus.Kind leaves() {
        return snapshotAndItsFate()
                .map(it -> it.fate().leaves())
                .orElseGet(() ->
                        keepsMetadata() && new Belongings(request, pool).disks().anyMatch(MarkedVdi::cbtEnabled)
                                ? SnapshotStatus.Kind.MetadataOnly
                                : SnapshotStatus.Kind.None);
    }

    /// What other backups of this VM left for the same repository, and what a crash left of our own snapshot. Of disks
    /// without a snapshot VM only those that a backup wrote down, or that hold no data: any other may be somebody's
    /// snapshot with inherited markers.
    private Leftovers older() {
        var mine = new Belongings(request, pool);
        return Leftovers.of(
                pool.snapshots().stream()
                        .filter(it -> !mine.has(it) && sameRepository(it.markers()) && !isEarlierBase(it))
                        .toList(),
                pool.vdis().stream()
                        .filter(vdi -> mine.has(vdi) ? useless(vdi) : superseded(vdi))
                        .toList());
    }

    private boolean useless(MarkedVdi own) {
        return new Belongings(request, pool).snapshot().isEmpty() && !(own.cbtEnabled() && keepsMetadata());
    }

    private boolean superseded(MarkedVdi vdi) {
        if (pool.snapshots().stream()
                .anyMatch(it -> isEarlierBase(it)
                        && it.disks().stream()
                                .anyMatch(disk -> disk.snapshotVdiUuid().equals(vdi.uuid())))) {
            return false;
        }
        var storage = request.spec().storageRef().name();
        return (vdi.metadataOnly() && sameRepository(vdi.markers()))
                || pool.history().stream()
                        .anyMatch(earlier -> earlier.storage().equals(storage) && earlier.readFrom(vdi.uuid()));
    }

    private boolean sameRepository(Map<String, String> markers) {
        return pool.repositoryId().equals(Optional.ofNullable(markers.get(MarkerKeys.REPOSITORY_ID)));
    }

    private boolean isEarlierBase(VmSnapshot snapshot) {
        return earlierBase()
                .filter(base -> base.equals(snapshot.markers().get(MarkerKeys.POINT_ID)))
                .isPresent();
    }

    private boolean keepsMetadata() {
        return remnant() == Remnant.Metadata;
    }

    private Remnant remnant() {
        var reference = request.spec().snapshots().reference();
        return switch (kind()) {
            case Cbt ->
                Remnant.of(reference, pool.successorExpected() && pool.traits().tracks());
            case Xva -> needsData() && earlierBase().isEmpty() ? Remnant.Data : Remnant.Nothing;
            case Raw -> Remnant.of(reference, false);
        };
    }

    private boolean needsData() {
        return switch (request.spec().snapshots().reference()) {
            case KeepData -> true;
            case Auto -> pool.successorExpected();
            case MetadataOnly, None -> false;
        };
    }

    /// The recovery point whose snapshot the next incremental starts from, where that is still the one that this one
    /// started from: none of the disks had to be read whole, and the difference to the last full is wanted.
    private Optional<String> earlierBase() {
        if (kind() != Kind.Xva
                || !needsData()
                || request.spec().strategy().xva().base() == BackupStrategy.Base.LastBackup
                || readWhole()) {
            return Optional.empty();
        }
        return request.status()
                .map(VmBackupStatus::effective)
                .map(VmBackupStatus.Effective::baseBackup)
                .filter(base -> pool.snapshots().stream()
                        .anyMatch(it -> base.equals(it.markers().get(MarkerKeys.POINT_ID))));
    }

    /// By the report, or as it was planned where a report is too long to name the disks.
    private boolean readWhole() {
        return report.disks().isEmpty()
                ? request.status().map(VmBackupStatus::disks).orElse(List.of()).stream()
                        .anyMatch(disk -> disk.fullReason() != null)
                : report.disks().stream().map(DiskReport::fullReason).anyMatch(Optional::isPresent);
    }
}
