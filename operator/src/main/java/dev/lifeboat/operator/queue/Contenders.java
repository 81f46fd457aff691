package dev.lifeboat.operator.queue;

import dev.lifeboat.crds.Conditioned;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.VmRestoreStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who wants a slot of a pool. Whoever waits for something else than its turn does not stand in the queue.
public final class Contenders {
    private final Neighbours neighbours;

    public Contenders(Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    public List<Contender> ofPool(String namespace, String hypervisor) {
        return Stream.concat(
                        neighbours
                                .backups(namespace)
                                .filter(backup -> hypervisor.equals(backup.getSpec()
                                        .source()
                                        .hypervisorRef()
                                        .name()))
                                .filter(this::competes)
                                .map(Contenders::of),
                        neighbours
                                .restores(namespace)
                                .filter(restore -> restore.getSpec()
                                        .pool()
                                        .filter(hypervisor::equals)
                                        .isPresent())
                                .filter(this::competes)
                                .map(Contenders::of))
                .toList();
    }

    public static Contender of(VmBackup backup) {
        var source = backup.getSpec().source();
        var known = Optional.ofNullable(backup.getStatus()).map(VmBackupStatus::vm);
        var names = Stream.of(
                Optional.ofNullable(source.vmUUID()).map(uuid -> "uuid " + uuid),
                Optional.ofNullable(source.vmName()).map(name -> "name " + name),
                known.map(vm -> "uuid " + vm.uuid()),
                known.map(vm -> "name " + vm.name()));
        return contender(
                backup, names.flatMap(Optional::stream).collect(Collectors.toUnmodifiableSet()), started(backup));
    }

    /// A restore makes a VM of its own, so it keeps nobody from one.
    public static Contender of(VmRestore restore) {
        return contender(restore, Set.of(), started(restore));
    }

    public static boolean finished(@Nullable Conditioned status) {
        return status != null
                && status.conditions() != null
                && (Conditions.isTrue(status.conditions(), Conditions.COMPLETE)
                        || Conditions.isTrue(status.conditions(), Conditions.FAILED));
    }

    private boolean competes(VmBackup backup) {
        if (finished(backup.getStatus())) {
            return false;
        }
        var asked = wanted(backup) && !backup.getSpec().cancel();
        return started(backup)
                || (asked && storageReady(backup, backup.getSpec().storageRef().name()));
    }

    private boolean competes(VmRestore restore) {
        if (finished(restore.getStatus())) {
            return false;
        }
        var asked = wanted(restore) && !restore.getSpec().cancel();
        return started(restore) || (asked && sourceReady(restore));
    }

    private boolean sourceReady(VmRestore restore) {
        var source = restore.getSpec().source();
        if (source.point() != null) {
            return storageReady(restore, source.point().storageRef().name());
        }
        return Optional.ofNullable(source.backupRef())
                .flatMap(ref -> neighbours.backup(restore.getMetadata().getNamespace(), ref.name()))
                .filter(backup -> finished(backup.getStatus()))
                .filter(backup ->
                        storageReady(restore, backup.getSpec().storageRef().name()))
                .isPresent();
    }

    private boolean storageReady(HasMetadata resource, String storage) {
        return Obstacle.ofStorage(neighbours.storage(resource.getMetadata().getNamespace(), storage), storage, "spec")
                .isEmpty();
    }

    private static boolean wanted(HasMetadata resource) {
        return resource.getMetadata().getDeletionTimestamp() == null;
    }

    private static boolean started(VmBackup backup) {
        return Optional.ofNullable(backup.getStatus())
                .map(VmBackupStatus::startedAt)
                .isPresent();
    }

    private static boolean started(VmRestore restore) {
        return Optional.ofNullable(restore.getStatus())
                .map(VmRestoreStatus::startedAt)
                .isPresent();
    }

    private static Contender contender(HasMetadata resource, Set<String> vms, boolean running) {
        var metadata = resource.getMetadata();
        return new Contender(
                metadata.getUid(),
                resource.getKind() + " " + metadata.getName(),
                Instant.parse(metadata.getCreationTimestamp()),
                vms,
                running);
    }
}
