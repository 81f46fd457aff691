package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.operator.access.MarkerKeys;
import dev.lifeboat.xen.VmSnapshot;
import java.util.Arrays;
import java.util.Optional;

/// How the disks of a VM are read.
///
/// @param reason why so, in a sentence
record Strategy(Kind kind, String reason) {
    enum Kind {
        /// Over NBD: what is allocated, or the changed blocks.
        Cbt,
        /// Over HTTPS: the VM as XVA, or what differs from a snapshot that stayed.
        Xva,
        /// All of each disk.
        Raw;

        static Optional<Kind> named(String name) {
            return Arrays.stream(values())
                    .filter(kind -> kind.name().equals(name))
                    .findFirst();
        }

        /// That the backup of this snapshot goes on with. Snapshots that know nothing of strategies came of the
        /// only one there was.
        static Kind of(VmSnapshot snapshot) {
            return Optional.ofNullable(snapshot.markers().get(MarkerKeys.STRATEGY))
                    .flatMap(Kind::named)
                    .orElse(Cbt);
        }

        /// That a backup was planned with; [#Cbt] for one of which that was not written down.
        static Kind of(Optional<VmBackupStatus> status) {
            return status.map(VmBackupStatus::effective)
                    .map(VmBackupStatus.Effective::strategy)
                    .flatMap(Kind::named)
                    .orElse(Cbt);
        }
    }

    /// The same, unless it was begun as another.
    Strategy begunAs(Kind begun) {
        return begun == kind
                ? this
                : new Strategy(begun, "That was the best when the snapshot was taken; the pool changed since.");
    }
}
