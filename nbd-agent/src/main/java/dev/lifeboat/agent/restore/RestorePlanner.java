package dev.lifeboat.agent.restore;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.RestoreOrder;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.NewDisk;
import dev.lifeboat.xen.StorageRepository;
import dev.lifeboat.xen.VmCreation;
import dev.lifeboat.xen.VmRecords;
import java.util.Map;
import java.util.UUID;

/// Decides where each disk of a recovery point goes in a pool.
final class RestorePlanner {
    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

    private final RestoreOrder order;
    private final Inventory inventory;

    RestorePlanner(RestoreOrder order, Inventory inventory) {
        this.order = order;
        this.inventory = inventory;
    }

    RestorePlan plan(RecoveryPoint point) {
        var records =
                new VmRecords(new ObjectMapper().convertValue(point.header().vmMetadata(), TREE));
        var fills = point.disks().stream()
                .filter(image -> !order.skipDevices().contains(image.device()))
                .map(image -> new RestorePlan.Fill(image, target(image)))
                .toList();
        var creation = new VmCreation(
                records,
                order.temporaryName(),
                order.description(),
                order.markers(),
                order.preserveMacs(),
                fills.stream().map(RestorePlanner::disk).toList(),
                new NicPlanner(order, inventory.networks()).plan(records));
        return new RestorePlan(creation, fills);
    }

    private static NewDisk disk(RestorePlan.Fill fill) {
        var image = fill.image();
        return new NewDisk(
                image.device(),
                image.name(),
                fill.target().uuid(),
                image.sizeBytes(),
                image.description().bootable(),
                false);
    }

    private StorageRepository target(DiskImage image) {
        UUID uuid = order.srByDevice().get(image.device());
        if (uuid == null) {
            uuid = order.defaultSr()
                    .or(() -> inventory.pool().defaultSrUuid())
                    .orElseThrow(() -> new OrderFailedException(
                            FailureReason.TargetMissing,
                            "Disk " + image.device()
                                    + " has no target: the order names no storage repository and the pool has"
                                    + " no default one. Name one"));
        }
        UUID wanted = uuid;
        return inventory.storageRepositories().stream()
                .filter(sr -> sr.uuid().equals(wanted))
                .filter(StorageRepository::writable)
                .findFirst()
                .orElseThrow(() -> new OrderFailedException(
                        FailureReason.TargetMissing,
                        "Disk " + image.device() + " cannot go to storage repository " + wanted
                                + ": the pool has none of that UUID that takes disks. Name another"));
    }
}
