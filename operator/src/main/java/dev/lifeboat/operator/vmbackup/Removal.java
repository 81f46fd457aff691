package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.operator.status.Attempt;
import dev.lifeboat.operator.status.Problem;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Takes things of ours from the pool. What will not go for good is told instead of tried for ever.
final class Removal {
    private final XenPool pool;
    private final Attempt attempt;
    private final List<String> stuck = new ArrayList<>();

    /// @param attempt on the last one, a failure that may pass counts as final
    Removal(XenPool pool, Attempt attempt) {
        this.pool = pool;
        this.attempt = attempt;
    }

    void remove(Leftovers leftovers) {
        leftovers.snapshots().forEach(uuid -> attempt("Removing snapshot " + uuid, () -> pool.destroySnapshot(uuid)));
        leftovers.vdis().forEach(uuid -> attempt("Removing disk " + uuid, () -> pool.destroyVdi(uuid)));
    }

    void settle(Step.Finish.Snapshot snapshot) {
        switch (snapshot.remnant()) {
            case Data -> {}
            case Metadata ->
                attempt(
                        "Reducing snapshot " + snapshot.uuid() + " to its record of changed blocks",
                        () -> pool.keepChangeMetadata(snapshot.uuid()));
            case Nothing ->
                attempt("Removing snapshot " + snapshot.uuid(), () -> pool.destroySnapshot(snapshot.uuid()));
        }
    }

    void reduce(List<UUID> vdis) {
        vdis.forEach(vdi -> attempt(
                "Reducing disk " + vdi + " to its record of changed blocks", () -> pool.keepChangeMetadataOf(vdi)));
    }

    /// A sentence for each thing that stays.
    List<String> stuck() {
        return List.copyOf(stuck);
    }

    private void attempt(String what, Runnable work) {
        try {
            work.run();
        } catch (XapiException e) {
            if (e.kind() == XenException.Kind.SESSION) {
                throw e;
            }
            var passes = switch (e.kind()) {
                case RETRYABLE, SESSION -> true;
                case CONFIGURATION, FALLBACK, PERMANENT, GONE -> false;
            };
            if (passes && attempt != Attempt.Last) {
                throw new Problem.Unavailable(
                        VmBackupReason.Finalizing, what + " failed: " + e.getMessage() + ". It is tried again.", e);
            }
            stuck.add(what + " failed: " + e.getMessage() + ". It is tried again later; the"
                    + " XenHypervisor's condition PoolClean says how it stands.");
        }
    }
}
