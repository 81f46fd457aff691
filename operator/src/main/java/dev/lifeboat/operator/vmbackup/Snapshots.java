package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.operator.access.MarkerKeys;
import dev.lifeboat.operator.status.Attempt;
import dev.lifeboat.operator.status.Problem;
import dev.lifeboat.xen.SnapshotConsistency;
import dev.lifeboat.xen.SnapshotRequest;
import dev.lifeboat.xen.VmSnapshot;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the snapshot of a backup.
final class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final Set<String> NO_SPACE = Set.of("SR_FULL", "SR_BACKEND_FAILURE_44");

    private final String namespaceUid;

    Snapshots(String namespaceUid) {
        this.namespaceUid = namespaceUid;
    }

    /// @param attempt on the last one, a failure that may pass counts as final
    /// @throws Problem with a [VmBackupReason]; [Problem.Unavailable] if it may pass
    VmSnapshot take(
            XenPool pool, Request request, Step.TakeSnapshot step, Optional<String> repositoryId, Attempt attempt) {
        new Removal(pool, attempt).remove(new Leftovers(step.unfinished(), List.of()));
        var tracked = step.enableCbt().stream()
                .filter(vdi -> enableCbt(pool, vdi, step.demandedBy()))
                .collect(Collectors.toUnmodifiableSet());
        try {
            return pool.takeSnapshot(new SnapshotRequest(
                    step.vm().uuid(),
                    Ownership.name(request.name(), request.uid()),
                    step.excluded().vdis(),
                    markers(request, step, repositoryId, tracked),
                    step.consistency()));
        } catch (XapiException e) {
            throw refused(step, e, attempt);
        }
    }

    /// A disk that cannot be tracked is read whole; that is no reason to have no backup.
    private static boolean enableCbt(XenPool pool, UUID vdi, Optional<String> demandedBy) {
        try {
            pool.enableCbt(vdi);
            return true;
        } catch (XapiException e) {
            if (demandedBy.isPresent()) {
                throw new Problem.InvalidRequest(
                        VmBackupReason.CbtUnavailable,
                        "Switching on changed block tracking of disk " + vdi + " failed: " + e.getMessage()
                                + ". Reading all of it is ruled out by " + demandedBy.get() + ".",
                        e);
            }
            LOG.info("Disk {} cannot be tracked and will be read whole: {}", vdi, e.getMessage());
            return false;
        }
    }

    private Map<String, String> markers(
            Request request, Step.TakeSnapshot step, Optional<String> repositoryId, Set<UUID> tracked) {
        var markers = new TreeMap<String, String>();
        markers.put(MarkerKeys.NAMESPACE, namespaceUid);
        markers.put(MarkerKeys.BACKUP_UID, request.uid());
        markers.put(MarkerKeys.BACKUP_NAME, request.name());
        markers.put(MarkerKeys.POINT_ID, request.pointId());
        markers.put(MarkerKeys.VM_UUID, step.vm().uuid().toString());
        markers.put(MarkerKeys.STRATEGY, step.strategy().name());
        repositoryId.ifPresent(id -> markers.put(MarkerKeys.REPOSITORY_ID, id));
        Optional.ofNullable(request.spec().policyRef())
                .map(LocalRef::name)
                .ifPresent(policy -> markers.put(MarkerKeys.POLICY, policy));
        if (!tracked.isEmpty()) {
            markers.put(
                    MarkerKeys.CBT_NEW,
                    tracked.stream().map(UUID::toString).sorted().collect(Collectors.joining(",")));
        }
        return markers;
    }

    private static RuntimeException refused(Step.TakeSnapshot step, XapiException failure, Attempt attempt) {
        if (failure.kind() == XenException.Kind.SESSION) {
            return failure;
        }
        var sentence = "The snapshot of VM '" + step.vm().name() + "' failed: " + failure.getMessage() + ".";
        if (NO_SPACE.contains(failure.code())) {
            return new Problem.InvalidRequest(
                    VmBackupReason.SrFull,
                    sentence + " Free space on the storage repositories of its disks, then create another VmBackup.",
                    failure);
        }
        if (step.consistency() == SnapshotConsistency.QUIESCED && failure.kind() == XenException.Kind.FALLBACK) {
            return new Problem.InvalidRequest(
                    VmBackupReason.QuiesceUnavailable,
                    "The guest of VM '" + step.vm().name() + "' could not be quiesced: " + failure.getMessage()
                            + ". spec.consistency.mode is QuiesceRequired; QuiescePreferred would back the VM up as"
                            + " after a power cut.",
                    failure);
        }
        var passes = switch (failure.kind()) {
            case RETRYABLE, SESSION, GONE -> true;
            case CONFIGURATION, FALLBACK, PERMANENT -> false;
        };
        return passes && attempt != Attempt.Last
                ? new Problem.Unavailable(VmBackupReason.SnapshotFailed, sentence + " It is tried again.", failure)
                : new Problem.InvalidRequest(
                        VmBackupReason.SnapshotFailed,
                        sentence + " Take a snapshot by hand to see whether the pool can; then create another"
                                + " VmBackup.",
                        failure);
    }
}
