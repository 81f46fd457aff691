package dev.lifeboat.repository.point;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.util.UUID;

/// How recovery points are named in one repository: whose they are must not show where it is encrypted.
final class PointNames {

    private final Seals seals;

    PointNames(Seals seals) {
        this.seals = seals;
    }

    /// What the keys of all points of a virtual machine begin with.
    String prefix(UUID vm) {
        return PointKey.PREFIX + vmName(vm) + "/";
    }

    /// What stands for a point's id.
    String name(UUID vm, PointId id) {
        return seals.publicName("point " + vm, id.value());
    }

    ObjectKey key(BackupHeader header) {
        return PointKey.of(vmName(header.vmUuid()), header.pointInTime(), name(header.vmUuid(), header.pointId()))
                .key();
    }

    private String vmName(UUID vm) {
        return seals.publicName("vm", vm.toString());
    }
}
