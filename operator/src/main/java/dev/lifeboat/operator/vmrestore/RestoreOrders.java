package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.agent.api.PoolAccess;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.agent.api.RestoreOrder;
import dev.lifeboat.agent.api.RestoreOrder.UnmappedNetwork;
import dev.lifeboat.agent.api.RestoreRoute;
import dev.lifeboat.agent.api.Transfer;
import dev.lifeboat.crds.VmRestoreSpec;
import dev.lifeboat.operator.access.MarkerKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// What an agent is told.
final class RestoreOrders {
    private final String namespaceUid;

    RestoreOrders(String namespaceUid) {
        this.namespaceUid = namespaceUid;
    }

    RestoreOrder of(
            Request request, Step.StartAgent start, PoolAccess pool, RepositoryAccess repository, Transfer transfer) {
        var spec = request.spec();
        var mapping = spec.storageMapping();
        return new RestoreOrder(
                request.uid(),
                pool,
                repository,
                transfer,
                start.point().vm(),
                start.point().pointId(),
                request.temporaryName().of(start.finalName()),
                Optional.ofNullable(spec.target())
                        .map(VmRestoreSpec.Target::description)
                        .orElse("Restored by VmRestore " + request.name() + " from recovery point "
                                + start.point().pointId() + "."),
                Map.of(
                        MarkerKeys.RESTORE_UID,
                        request.uid(),
                        MarkerKeys.RESTORE_NAME,
                        request.name(),
                        MarkerKeys.NAMESPACE,
                        namespaceUid,
                        MarkerKeys.RESTORED_FROM,
                        start.point().vm() + " " + start.point().pointId()),
                Optional.ofNullable(mapping.defaultSrUUID()).map(UUID::fromString),
                Optional.ofNullable(mapping.byDevice()).orElse(List.of()).stream()
                        .collect(Collectors.toUnmodifiableMap(
                                VmRestoreSpec.DeviceMapping::device,
                                device -> UUID.fromString(device.srUUID()),
                                (_, last) -> last)),
                Optional.ofNullable(mapping.skip()).orElse(List.of()),
                Targets.pairs(spec).stream()
                        .collect(Collectors.toUnmodifiableMap(
                                pair -> UUID.fromString(pair.from()),
                                pair -> UUID.fromString(pair.to()),
                                (_, last) -> last)),
                unmapped(spec.networkMapping().onUnmapped()),
                spec.mac() == VmRestoreSpec.Mac.Preserve,
                route(spec));
    }

    private static RestoreRoute route(VmRestoreSpec spec) {
        return switch (spec.route()) {
            case Auto -> new RestoreRoute.Disks(RestoreRoute.Disks.Format.Auto);
            case Raw -> new RestoreRoute.Disks(RestoreRoute.Disks.Format.Raw);
            case Vhd -> new RestoreRoute.Disks(RestoreRoute.Disks.Format.Vhd);
            case Xva ->
                new RestoreRoute.Archive(
                        switch (spec.identity()) {
                            case New -> RestoreRoute.Archive.Identity.New;
                            case Original -> RestoreRoute.Archive.Identity.Original;
                        });
        };
    }

    private static UnmappedNetwork unmapped(VmRestoreSpec.OnUnmapped onUnmapped) {
        return switch (onUnmapped) {
            case Fail -> UnmappedNetwork.Fail;
            case Disconnect -> UnmappedNetwork.Disconnect;
            case MatchByName -> UnmappedNetwork.MatchByName;
        };
    }
}
