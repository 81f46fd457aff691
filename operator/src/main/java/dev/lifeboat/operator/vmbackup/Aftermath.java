package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.DiskReport;
import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.operator.access.MarkerKeys;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.VmSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// What stays on the pool when a backup's data is in the repository, for the next one to compare with, and what goes.
final class Aftermath {
    private final Request request;
    private final PoolView pool;
    private final BackupReport report;
    private final Belongings mine;
    private final Optional<VmSnapshot> snapshot;
    private final Strategy.Kind strategy;
    /// The recovery point whose snapshot stays in place of this one's, if so.
    private final Optional<String> earlierBase;
    private final Remnant remnant;

    Aftermath(Request request, PoolView pool, BackupReport report) {
        this.request = request;
        this.pool = pool;
        this.report = report;
        this.mine = new Belongings(request, pool);
        this.snapshot = mine.snapshot();
        this.strategy = snapshot.map(Strategy.Kind::of).orElseGet(() -> Strategy.Kind.of(request.status()));
        this.earlierBase = keepsEarlierBase() ? earlierBase() : Optional.empty();
        this.remnant = remnant();
    }

    Step.Finish finish() {
        return new Step.Finish(
                report,
                snapshot.map(it -> new Step.Finish.Snapshot(it.uuid(), remnant.of(it))),
                halfReduced(),
                Optional.of(leaves().word()),
                earlierBase,
                older().and(pool.unmarked()),
                Stream.concat(
                                snapshot.flatMap(it -> ReachedConsistency.of(it).warning()).map(Warning::of).stream(),
                                Fallbacks.warnings(request.spec(), pool.traits(), strategy, report).stream())
                        .toList());
    }

    /// Disks that a crash between their snapshot VM and themselves left on the way to metadata.
    private List<UUID> halfReduced() {
        return snapshot.isPresent()
                ? List.of()
                : mine.disks()
                        .filter(vdi -> remnant == Remnant.Metadata && vdi.cbtEnabled() && !vdi.metadataOnly())
                        .map(MarkedVdi::uuid)
                        .toList();
    }

    /// What stays in the end; after a crash between tidying up and writing that down, what stayed.
    private Remnant leaves() {
        return snapshot.map(remnant::of)
                .orElseGet(() -> remnant == Remnant.Metadata && mine.disks().anyMatch(MarkedVdi::cbtEnabled)
                        ? Remnant.Metadata
                        : Remnant.Nothing);
    }

    /// What other backups of this VM left for the same repository, and what a crash left of our own snapshot. Of disks
    /// without a snapshot VM only those that a backup wrote down, or that hold no data: any other may be somebody's
    /// snapshot with inherited markers.
    private Leftovers older() {
        return Leftovers.of(
                pool.snapshots().stream()
                        .filter(it -> !mine.has(it) && sameRepository(it.markers()) && !isEarlierBase(it))
                        .toList(),
                pool.vdis().stream()
                        .filter(vdi -> mine.has(vdi) ? useless(vdi) : superseded(vdi))
                        .toList());
    }

    private boolean useless(MarkedVdi own) {
        return snapshot.isEmpty() && !(own.cbtEnabled() && remnant == Remnant.Metadata);
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

    private boolean isEarlierBase(VmSnapshot other) {
        return earlierBase
                .filter(base -> base.equals(other.markers().get(MarkerKeys.POINT_ID)))
                .isPresent();
    }

    private Remnant remnant() {
        var reference = request.spec().snapshots().reference();
        return switch (strategy) {
            case Cbt ->
                Remnant.of(reference, pool.successorExpected() && pool.traits().tracks());
            case Xva -> needsData() && earlierBase.isEmpty() ? Remnant.Data : Remnant.Nothing;
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

    /// Whether the next incremental starts from where this one started: none of the disks had to be read whole, and
    /// the difference to the last full is wanted.
    private boolean keepsEarlierBase() {
        return strategy == Strategy.Kind.Xva
                && needsData()
                && request.spec().strategy().xva().base() != BackupStrategy.Base.LastBackup
                && !readWhole();
    }

    private Optional<String> earlierBase() {
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
