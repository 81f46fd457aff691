package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.operator.access.MarkerKeys;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.VmSnapshot;
import java.util.Optional;
import java.util.stream.Stream;

/// What on the pool belongs to a backup.
record Belongings(Request request, PoolView pool) {
    Optional<VmSnapshot> snapshot() {
        return pool.snapshots().stream().filter(this::has).findFirst();
    }

    /// All of it, for a backup that comes to nothing.
    Leftovers mine() {
        return Leftovers.of(pool.snapshots().stream().filter(this::has).toList(), disks().toList())
                .and(pool.unmarked());
    }

    Stream<MarkedVdi> disks() {
        return pool.vdis().stream().filter(this::has);
    }

    boolean has(MarkedVdi vdi) {
        return request.snapshotVdis().contains(vdi.uuid());
    }

    boolean has(VmSnapshot snapshot) {
        return request.uid().equals(snapshot.markers().get(MarkerKeys.BACKUP_UID));
    }
}
