package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.DeletionOrder;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.crds.VmRestoreSpec;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.operator.access.Markers;
import dev.lifeboat.operator.agent.AgentName;
import dev.lifeboat.operator.agent.AgentOrder;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.agent.Means;
import dev.lifeboat.operator.queue.Contenders;
import dev.lifeboat.operator.queue.Neighbours;
import dev.lifeboat.operator.queue.Obstacle;
import dev.lifeboat.operator.status.Attempt;
import dev.lifeboat.operator.status.Problem;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes away what a deleted backup has outside Kubernetes.
final class Deletion {
    static final String PURPOSE = "deletion";
    private static final Logger LOG = LoggerFactory.getLogger(Deletion.class);
    /// A quiesced snapshot of many disks takes a few minutes.
    private static final Duration LONGEST_SNAPSHOT = Duration.ofMinutes(10);

    private final Neighbours neighbours;
    private final Means means;

    Deletion(Neighbours neighbours, Means means) {
        this.neighbours = neighbours;
        this.means = means;
    }

    Departure observe(VmBackup backup) {
        var request = Request.of(backup);
        var namespace = backup.getMetadata().getNamespace();
        var namespaceGoes = means.namespaces().terminating(namespace);
        var storage = backup.getSpec().storageRef().name();
        var agentWorks = !namespaceGoes && request.started() && agentWorks(backup);
        var found = agentWorks
                ? OnPool.NOTHING
                : namespaceGoes ? asLongAsItIsThere(backup, request) : onPool(backup, request);
        return new Departure(
                backup.getSpec().deletionPolicy(),
                namespaceGoes,
                agentWorks,
                found.underWay(),
                found.ours(),
                reader(backup, request),
                successor(backup, request),
                request.snapshotTaken(),
                Obstacle.ofStorage(neighbours.storage(namespace, storage), storage, "spec.storageRef"),
                namespaceGoes ? new AgentRun.Absent() : means.agents().observe(namespace, deletionAgent(backup)));
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
        return !Contenders.finished(backup.getStatus()) && !means.agents().gone(namespace, VmBackupSteps.agent(backup));
    }

    /// @param underWay whether a snapshot of the VM is being taken that may be ours
    private record OnPool(boolean underWay, Leftovers ours) {
        static final OnPool NOTHING = new OnPool(false, Leftovers.NONE);
    }

    /// Nothing may hold a namespace up. The pool's own resources may be gone already, and its password with them: what
    /// cannot be removed with the session that is open stays.
    private OnPool asLongAsItIsThere(VmBackup backup, Request request) {
        try {
            return request.vm()
                    .flatMap(vm -> inOpenSession(backup, pool -> onPool(pool, backup, request, vm)))
                    .map(found -> new OnPool(false, found.ours()))
                    .orElse(OnPool.NOTHING);
        } catch (Problem | XenException | IllegalStateException e) {
            LOG.info("What {} has on the pool stays: {}", request.name(), e.getMessage());
            return OnPool.NOTHING;
        }
    }

    /// A pool that cannot be reached keeps nobody from deleting data: what stays there the janitor finds by its
    /// markers.
    private OnPool onPool(VmBackup backup, Request request) {
        var hypervisor = hypervisor(backup);
        if (request.vm().isEmpty() || hypervisor.isEmpty() || Obstacle.unreachable(hypervisor.get())) {
            return OnPool.NOTHING;
        }
        var vm = request.vm().get();
        return means.pools().call(hypervisor.get(), pool -> onPool(pool, backup, request, vm));
    }

    private OnPool onPool(XenPool pool, VmBackup backup, Request request, UUID vm) {
        var namespaceUid = means.namespaces().uid(backup.getMetadata().getNamespace());
        return new OnPool(
                !request.snapshotTaken() && underWay(pool, vm) && recent(backup),
                leftovers(pool, request, vm, namespaceUid).and(VmBackupObserver.unmarked(request, pool, vm)));
    }

    private <T> Optional<T> inOpenSession(VmBackup backup, Function<XenPool, T> calls) {
        return means.pools()
                .callIfOpen(
                        backup.getMetadata().getNamespace(),
                        backup.getSpec().source().hypervisorRef().name(),
                        calls);
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
                pool.findSnapshots(Markers.BACKUP_UID, request.uid()).stream()
                        .filter(snapshot -> Ownership.made(snapshot, namespaceUid))
                        .toList(),
                pool.findMarkedVdis(Markers.BACKUP_UID).stream()
                        .filter(vdi -> Ownership.marked(vdi, namespaceUid, vm))
                        .filter(vdi -> request.uid().equals(vdi.markers().get(Markers.BACKUP_UID)))
                        .toList());
    }

    /// @param attempt on the last one, a failure that may pass counts as final
    /// @return a sentence for each thing that stays on the pool
    List<String> perform(VmBackup backup, DeletionStep step, Attempt attempt) {
        var namespace = backup.getMetadata().getNamespace();
        switch (step) {
            case DeletionStep.Release(var ours) -> {
                return remove(backup, ours, attempt);
            }
            case DeletionStep.Wait _ -> {}
            case DeletionStep.StopAgent() -> means.agents().stop(namespace, VmBackupSteps.agent(backup));
            case DeletionStep.StartDeletion() -> start(backup);
            case DeletionStep.TryAgain _ -> means.agents().stop(namespace, deletionAgent(backup));
        }
        return List.of();
    }

    private List<String> remove(VmBackup backup, Leftovers ours, Attempt attempt) {
        if (ours.isEmpty()) {
            return List.of();
        }
        if (means.namespaces().terminating(backup.getMetadata().getNamespace())) {
            return removeWhatGoes(backup, ours);
        }
        return hypervisor(backup)
                .map(hypervisor -> means.pools().call(hypervisor, pool -> remove(pool, ours, attempt)))
                .orElse(List.of());
    }

    private List<String> removeWhatGoes(VmBackup backup, Leftovers ours) {
        try {
            return inOpenSession(backup, pool -> remove(pool, ours, Attempt.Last))
                    .orElse(List.of());
        } catch (Problem | XenException e) {
            return List.of("Something of it stays on the pool: " + e.getMessage());
        }
    }

    private static List<String> remove(XenPool pool, Leftovers ours, Attempt attempt) {
        var removal = new Removal(pool, attempt);
        removal.remove(ours);
        return removal.stuck();
    }

    private void start(VmBackup backup) {
        var request = Request.of(backup);
        var storage = storage(backup);
        var order = new DeletionOrder(
                request.uid(),
                means.access().repository().apply(storage),
                request.vm().orElseThrow(),
                request.pointId());
        means.agents().start(new AgentOrder(backup, deletionAgent(backup), order, Optional.empty(), storage));
    }

    private BackupStorage storage(VmBackup backup) {
        var name = backup.getSpec().storageRef().name();
        return neighbours
                .storage(backup.getMetadata().getNamespace(), name)
                .orElseThrow(() -> new Problem.Unavailable(
                        VmBackupReason.UnknownReference, "BackupStorage " + name + " was deleted a moment ago."));
    }

    private Optional<XenHypervisor> hypervisor(VmBackup backup) {
        return neighbours.hypervisor(
                backup.getMetadata().getNamespace(),
                backup.getSpec().source().hypervisorRef().name());
    }

    private static String deletionAgent(VmBackup backup) {
        return AgentName.of(backup, PURPOSE);
    }
}
