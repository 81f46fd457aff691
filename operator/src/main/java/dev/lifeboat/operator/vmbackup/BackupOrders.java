package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.BackupOrder;
import dev.lifeboat.agent.api.ExcludedDisk;
import dev.lifeboat.agent.api.PointHeader;
import dev.lifeboat.agent.api.PoolAccess;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.agent.api.Transfer;
import dev.lifeboat.agent.api.Transfer.OnUnavailable;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.VmBackupStatus.VmRef;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.operator.access.Transfers;
import dev.lifeboat.xen.VmSnapshot;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// What an agent is told.
final class BackupOrders {
    private BackupOrders() {}

    static BackupOrder of(
            Request request, Step.StartAgent start, PoolAccess pool, RepositoryAccess repository, Transfer transfer) {
        return new BackupOrder(
                request.uid(), pool, repository, transfer, header(request, start), start.disks(), start.compression());
    }

    static Transfer transfer(Request request, XenHypervisor hypervisor, PoolTraits pool) {
        var withoutNbd = switch (request.spec().strategy().onNbdUnavailable()) {
            case UseHttp -> OnUnavailable.FallBack;
            case Fail -> OnUnavailable.Fail;
        };
        var withoutCbt = pool.requiresTracking(request.spec()) ? OnUnavailable.Fail : OnUnavailable.FallBack;
        return Transfers.of(hypervisor, withoutNbd, withoutCbt);
    }

    private static PointHeader header(Request request, Step.StartAgent start) {
        var vm = request.status().flatMap(status -> Optional.ofNullable(status.vm()));
        return new PointHeader(
                request.pointId(),
                request.vm().orElse(start.snapshot().vmUuid()),
                vm.map(VmRef::name).orElse(""),
                start.snapshot().uuid(),
                vm.map(VmRef::poolUUID)
                        .map(UUID::fromString)
                        .orElse(start.pool().uuid()),
                vm.map(VmRef::poolName).orElse(start.pool().name()),
                start.snapshot().takenAt(),
                labels(request, start.snapshot()),
                start.excluded().stream()
                        .map(disk -> new ExcludedDisk(
                                disk.device(),
                                UUID.fromString(disk.vdiUUID()),
                                disk.name(),
                                disk.virtualSizeBytes(),
                                disk.detail()))
                        .toList());
    }

    private static Map<String, String> labels(Request request, VmSnapshot snapshot) {
        var labels = new TreeMap<String, String>();
        labels.put("backup", request.name());
        labels.put("consistency", ReachedConsistency.of(snapshot).consistency().name());
        Optional.ofNullable(request.spec().policyRef())
                .map(LocalRef::name)
                .ifPresent(name -> labels.put("policy", name));
        Optional.ofNullable(request.spec().scheduleName()).ifPresent(name -> labels.put("schedule", name));
        return labels;
    }
}
