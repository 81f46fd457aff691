package dev.lifeboat.agent.restore;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.RestoreOrder;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.xen.Network;
import dev.lifeboat.xen.NewNic;
import dev.lifeboat.xen.VmRecords;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides which network each NIC of a backed-up VM gets.
final class NicPlanner {
    private static final Logger LOG = LoggerFactory.getLogger(NicPlanner.class);

    private final RestoreOrder order;
    private final List<Network> networks;

    NicPlanner(RestoreOrder order, List<Network> networks) {
        this.order = order;
        this.networks = networks;
    }

    /// A NIC as the backup has it.
    private record SourceNic(String device, String mac, UUID networkUuid, String networkName) {}

    List<NewNic> plan(VmRecords records) {
        return map(records.tree().get("vifs")).values().stream()
                .map(vif -> sourceNic(map(vif), map(records.tree().get("networks"))))
                .sorted(Comparator.comparing(SourceNic::device))
                .flatMap(nic -> nic(nic).stream())
                .toList();
    }

    private static SourceNic sourceNic(Map<?, ?> vif, Map<?, ?> networksByRef) {
        var network = map(networksByRef.get(vif.get("network")));
        var uuid = text(network, "uuid");
        return new SourceNic(
                text(vif, "device"),
                text(vif, "MAC"),
                uuid.isEmpty() ? new UUID(0, 0) : UUID.fromString(uuid),
                text(network, "name_label"));
    }

    private Optional<NewNic> nic(SourceNic source) {
        return target(source)
                .map(network -> new NewNic(
                        source.device(),
                        network.uuid(),
                        order.preserveMacs() && !source.mac().isEmpty()
                                ? Optional.of(source.mac())
                                : Optional.empty()));
    }

    private Optional<Network> target(SourceNic nic) {
        var mapped = order.networks().get(nic.networkUuid());
        if (mapped != null) {
            return Optional.of(byUuid(mapped)
                    .orElseThrow(() -> new OrderFailedException(
                            FailureReason.TargetMissing,
                            "NIC %s is mapped to network %s, which the pool does not have. Name another"
                                    .formatted(nic.device(), mapped))));
        }
        return byUuid(nic.networkUuid()).or(() -> unmapped(nic));
    }

    private Optional<Network> unmapped(SourceNic nic) {
        return switch (order.unmappedNetwork()) {
            case Disconnect -> {
                LOG.warn(
                        "NIC {} is left out: its network '{}' ({}) is not in this pool",
                        nic.device(),
                        nic.networkName(),
                        nic.networkUuid());
                yield Optional.empty();
            }
            case MatchByName -> Optional.of(byName(nic));
            case Fail ->
                throw new OrderFailedException(
                        FailureReason.NetworkUnmapped,
                        "NIC %s was on network '%s' (%s), which is not in this pool. Map it to one that is"
                                .formatted(nic.device(), nic.networkName(), nic.networkUuid()));
        };
    }

    private Network byName(SourceNic nic) {
        var matches = networks.stream()
                .filter(network -> network.name().equals(nic.networkName()))
                .toList();
        if (matches.size() != 1) {
            throw new OrderFailedException(
                    FailureReason.NetworkUnmapped,
                    "NIC %s was on network '%s' (%s); this pool has %d networks of that name, and one is needed. Map it by UUID"
                            .formatted(nic.device(), nic.networkName(), nic.networkUuid(), matches.size()));
        }
        return matches.getFirst();
    }

    private Optional<Network> byUuid(UUID uuid) {
        return networks.stream().filter(network -> network.uuid().equals(uuid)).findFirst();
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? text : "";
    }
}
