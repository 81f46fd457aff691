package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.crds.VmRestoreSpec;
import dev.lifeboat.operator.access.MarkerKeys;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.agent.Means;
import dev.lifeboat.operator.queue.Contenders;
import dev.lifeboat.operator.queue.Neighbours;
import dev.lifeboat.operator.queue.Obstacle;
import dev.lifeboat.operator.status.Problem;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at what a backup that is being deleted has outside Kubernetes, and at what needs it; changes nothing.
final class DeletionObserver {
    private static final Logger LOG = LoggerFactory.getLogger(DeletionObserver.class);
    /// A quiesced snapshot of many disks takes a few minutes.
    private static final Duration LONGEST_SNAPSHOT = Duration.ofMinutes(10);

    private final Neighbours neighbours;
    private final Means means;

    DeletionObserver(Neighbours neighbours, Means means) {
        this.neighbours = neighbours;
        this.means = means;
    }

    ObservedDeletion observe(VmBackup backup) {
        var request = Request.of(backup);
        var namespace = backup.getMetadata().getNamespace();
        var namespaceGoes = means.namespaces().terminating(namespace);
        var storage = backup.getSpec().storageRef().name();
        var agentWorks = !namespaceGoes && request.started() && agentWorks(backup);
        var found = agentWorks
                ? Found.NOTHING
                : namespaceGoes ? asLongAsItIsThere(backup, request) : onPool(backup, request);
        return new ObservedDeletion(
                backup.getSpec().deletionPolicy(),
                namespaceGoes,
                agentWorks,
                found.underWay(),
                found.ours(),
                reader(backup, request),
                successor(backup, request),
                request.snapshotTaken(),
                Obstacle.ofStorage(neighbours.storageOf(backup), storage, "spec.storageRef"),
                namespaceGoes
                        ? new AgentRun.Absent()
                        : means.agents().observe(namespace, BackupAgents.deleting(backup)));
    }

    private Optional<String> reader(VmBackup backup, Request request) {
        return neighbours
                .restores(backup.getMetadata().getNamespace())
                .filter(restore -> Contenders.of(restore).running() && !Contenders.finished(restore.getStatus()))
                .filter(restore -> reads(restore.getSpec().source(), backup, request))
                .map(restore -> restore.getMetadata().getName())
                .findFirst();
    }

    /// It compares with what this backup has on the pool, and takes what did not change from its recovery
    /// point. The data would stay for it anyway, by its lease in the repository; a snapshot would not.
    private Optional<String> successor(VmBackup backup, Request request) {
        return neighbours
                .backups(backup.getMetadata().getNamespace())
                .filter(other -> other.getMetadata().getDeletionTimestamp() == null)
                .filter(other -> Contenders.of(other).running() && !Contenders.finished(other.getStatus()))
                .filter(other -> comparesWithAnother(other, request.vm()))
                .map(other -> other.getMetadata().getName())
                .findFirst();
    }

    /// Its status names one base, and its disks may have several: any backup of the VM counts as one.
    private static boolean comparesWithAnother(VmBackup other, Optional<UUID> vm) {
        var status = Optional.ofNullable(other.getStatus());
        return status.map(VmBackupStatus::effective)
                        .map(VmBackupStatus.Effective::baseBackup)
                        .isPresent()
                && status.map(VmBackupStatus::vm)
                        .map(VmBackupStatus.VmRef::uuid)
                        .map(UUID::fromString)
                        .equals(vm);
    }

    private static boolean reads(VmRestoreSpec.Source source, VmBackup backup, Request request) {
        var byName = Optional.ofNullable(source.backupRef())
                .filter(ref -> ref.name().equals(backup.getMetadata().getName()));
        var byId = Optional.ofNullable(source.point())
                .filter(point -> point.backupId().equals(request.pointId()));
        return byName.isPresent() || byId.isPresent();
    }

    private boolean agentWorks(VmBackup backup) {
        var namespace = backup.getMetadata().getNamespace();
        return !Contenders.finished(backup.getStatus())
                && !means.agents().gone(namespace, BackupAgents.reading(backup));
    }

    /// @param underWay whether a snapshot of the VM is being taken that may be ours
    private record Found(boolean underWay, Leftovers ours) {
        static final Found NOTHING = new Found(false, Leftovers.NONE);
    }

    /// Nothing may hold a namespace up. The pool's own resources may be gone already, and its password with them: what
    /// cannot be removed with the session that is open stays.
    private Found asLongAsItIsThere(VmBackup backup, Request request) {
        try {
            return request.vm()
                    .flatMap(vm -> means.pools()
                            .callIfOpen(
                                    backup.getMetadata().getNamespace(),
                                    backup.getSpec().source().hypervisorRef().name(),
                                    pool -> onPool(pool, backup, request, vm)))
                    .map(found -> new Found(false, found.ours()))
                    .orElse(Found.NOTHING);
        } catch (Problem | XenException | IllegalStateException e) {
            LOG.info("What {} has on the pool stays: {}", request.name(), e.getMessage());
            return Found.NOTHING;
        }
    }

    /// A pool that cannot be reached keeps nobody from deleting data: what stays there the janitor finds by its
    /// markers.
    private Found onPool(VmBackup backup, Request request) {
        var hypervisor = neighbours.hypervisorOf(backup);
        if (request.vm().isEmpty() || hypervisor.isEmpty() || Obstacle.unreachable(hypervisor.get())) {
            return Found.NOTHING;
        }
        var vm = request.vm().get();
        return means.pools().call(hypervisor.get(), pool -> onPool(pool, backup, request, vm));
    }

    private Found onPool(XenPool pool, VmBackup backup, Request request, UUID vm) {
        var namespaceUid = means.namespaces().uid(backup.getMetadata().getNamespace());
        return new Found(
                !request.snapshotTaken() && underWay(pool, vm) && recent(backup),
                leftovers(pool, request, vm, namespaceUid).and(Ownership.unmarked(pool, request, vm)));
    }

    private static boolean underWay(XenPool pool, UUID vm) {
        return pool.findVm(vm).flatMap(SnapshotsUnderWay::of).isPresent();
    }

    /// Somebody else's snapshot that hangs keeps nobody from deleting.
    private boolean recent(VmBackup backup) {
        return means.clock()
                .instant()
                .isBefore(Instant.parse(backup.getMetadata().getDeletionTimestamp())
                        .plus(LONGEST_SNAPSHOT));
    }

    private static Leftovers leftovers(XenPool pool, Request request, UUID vm, String namespaceUid) {
        return Leftovers.of(
                pool.findSnapshots(MarkerKeys.BACKUP_UID, request.uid()).stream()
                        .filter(snapshot -> Ownership.made(snapshot, namespaceUid))
                        .toList(),
                pool.findMarkedVdis(MarkerKeys.BACKUP_UID).stream()
                        .filter(vdi -> Ownership.marked(vdi, namespaceUid, vm))
                        .filter(vdi -> request.uid().equals(vdi.markers().get(MarkerKeys.BACKUP_UID)))
                        .toList());
    }
}
