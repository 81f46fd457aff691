package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import dev.lifeboat.operator.access.Markers;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.VmSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// What on the pool belongs to a backup, and what the ones before it left.
record Belongings(Request request, PoolView pool) {
    Optional<VmSnapshot> snapshot() {
        return pool.snapshots().stream().filter(this::isMine).findFirst();
    }

    /// All of it, for a backup that comes to nothing.
    Leftovers mine() {
        return Leftovers.of(pool.snapshots().stream().filter(this::isMine).toList(), disks().toList())
                .and(pool.unmarked());
    }

    Optional<Step.Finish.Snapshot> snapshotAndItsFate() {
        return snapshot().map(it -> new Step.Finish.Snapshot(it.uuid(), SnapshotFate.of(stay(), it)));
    }

    /// Disks that a crash between their snapshot VM and themselves left on the way to metadata.
    List<UUID> halfReduced() {
        return snapshot().isPresent()
                ? List.of()
                : disks().filter(vdi -> keepsMetadata() && vdi.cbtEnabled() && !vdi.metadataOnly())
                        .map(MarkedVdi::uuid)
                        .toList();
    }

    /// What stays in the end; after a crash between tidying up and writing that down, what stayed.
    SnapshotStatus.Kind leaves() {
        return snapshotAndItsFate()
                .map(it -> it.fate().leaves())
                .orElseGet(() -> keepsMetadata() && disks().anyMatch(MarkedVdi::cbtEnabled)
                        ? SnapshotStatus.Kind.MetadataOnly
                        : SnapshotStatus.Kind.None);
    }

    /// What other backups of this VM left for the same repository, and what a crash left of our own snapshot. Of disks
    /// without a snapshot VM only those that a backup wrote down, or that hold no data: any other may be somebody's
    /// snapshot with inherited markers.
    Leftovers older() {
        return Leftovers.of(
                pool.snapshots().stream()
                        .filter(it -> !isMine(it) && sameRepository(it.markers()))
                        .toList(),
                pool.vdis().stream()
                        .filter(vdi -> isMine(vdi) ? useless(vdi) : superseded(vdi))
                        .toList());
    }

    private boolean useless(MarkedVdi own) {
        return snapshot().isEmpty() && !(own.cbtEnabled() && keepsMetadata());
    }

    private boolean superseded(MarkedVdi vdi) {
        var storage = request.spec().storageRef().name();
        return (vdi.metadataOnly() && sameRepository(vdi.markers()))
                || pool.history().stream()
                        .anyMatch(earlier -> earlier.storage().equals(storage) && earlier.readFrom(vdi.uuid()));
    }

    private boolean sameRepository(Map<String, String> markers) {
        return pool.repositoryId().equals(Optional.ofNullable(markers.get(Markers.STORAGE)));
    }

    private boolean keepsMetadata() {
        return stay() == Stay.Metadata;
    }

    private Stay stay() {
        return Stay.of(
                request.spec().snapshots().reference(),
                pool.successorExpected() && pool.traits().tracks());
    }

    private Stream<MarkedVdi> disks() {
        return pool.vdis().stream().filter(this::isMine);
    }

    private boolean isMine(MarkedVdi vdi) {
        return request.snapshotVdis().contains(vdi.uuid());
    }

    private boolean isMine(VmSnapshot snapshot) {
        return request.uid().equals(snapshot.markers().get(Markers.BACKUP_UID));
    }
}
