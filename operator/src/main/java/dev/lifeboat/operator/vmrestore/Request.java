package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.VmRestoreSpec;
import dev.lifeboat.crds.VmRestoreStatus;
import java.util.Optional;

/// What is asked for, and whether it has begun.
///
/// @param name `namespace/name`
record Request(String uid, String name, VmRestoreSpec spec, boolean started) {
    static Request of(VmRestore restore) {
        return new Request(
                restore.getMetadata().getUid(),
                restore.getMetadata().getNamespace() + "/"
                        + restore.getMetadata().getName(),
                restore.getSpec(),
                Optional.ofNullable(restore.getStatus())
                        .map(VmRestoreStatus::startedAt)
                        .isPresent());
    }

    TemporaryName temporaryName() {
        return new TemporaryName(uid);
    }
}
