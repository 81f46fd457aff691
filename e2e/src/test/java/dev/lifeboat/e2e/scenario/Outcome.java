package dev.lifeboat.e2e.scenario;

import dev.lifeboat.crds.Conditioned;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmRestore;
import java.util.Optional;

/// What conditions say of a resource; nothing yet, when there are none.
final class Outcome {
    private Outcome() {}

    static boolean ready(Conditioned status) {
        return isTrue(status, Conditions.READY);
    }

    static boolean complete(VmBackup backup) {
        return isTrue(backup.getStatus(), Conditions.COMPLETE);
    }

    static boolean complete(VmRestore restore) {
        return isTrue(restore.getStatus(), Conditions.COMPLETE);
    }

    static boolean failed(VmBackup backup) {
        return isTrue(backup.getStatus(), Conditions.FAILED);
    }

    static boolean ended(VmBackup backup) {
        return ended(backup.getStatus());
    }

    static boolean ended(VmRestore restore) {
        return ended(restore.getStatus());
    }

    private static boolean ended(Conditioned status) {
        return isTrue(status, Conditions.COMPLETE) || isTrue(status, Conditions.FAILED);
    }

    private static boolean isTrue(Conditioned status, String type) {
        return Optional.ofNullable(status.conditions())
                .filter(conditions -> Conditions.isTrue(conditions, type))
                .isPresent();
    }
}
