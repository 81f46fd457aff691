package dev.lifeboat.agent.restore;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.RestoreOrder;
import dev.lifeboat.agent.api.RestoreRoute.Archive.Identity;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.xen.Markers;
import dev.lifeboat.xen.Network;
import dev.lifeboat.xen.NewNic;
import dev.lifeboat.xen.VmRecords;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is said of a VM in the XVA that a pool is to make it of: facts on XAPI, section 7.6. An import keeps
/// UUIDs and MAC addresses or makes new ones, all of them together; where MAC addresses are to stay and the
/// UUID is not, new UUIDs are given here.
final class ArchiveRecords {
    private static final String NETWORK_REF = "OpaqueRef:network-";

    private final RestoreOrder order;
    private final Identity identity;
    private final List<Network> networks;

    ArchiveRecords(RestoreOrder order, Identity identity, List<Network> networks) {
        this.order = order;
        this.identity = identity;
        this.networks = networks;
    }

    /// Whether the pool is told to keep what the archive says.
    boolean keeps() {
        return identity == Identity.Original || order.preserveMacs();
    }

    /// @param nics those that the VM gets, and on which networks
    VmRecords of(VmRecords records, List<NewNic> nics) {
        var tree = new TreeMap<>(records.tree());
        tree.put("vm", vm(map(tree.get("vm"))));
        tree.put("vbds", withNewUuids(map(tree.get("vbds"))));
        tree.put("vifs", vifs(map(tree.get("vifs")), nics));
        tree.put("networks", networks(nics));
        return new VmRecords(tree);
    }

    private Map<String, Object> vm(Map<?, ?> kept) {
        var vm = copy(kept);
        vm.put("name_description", order.description());
        vm.put(
                "uuid",
                switch (identity) {
                    case Original -> order.sourceVmUuid().toString();
                    case New -> UUID.randomUUID().toString();
                });
        var config = copy(map(kept.get("other_config")));
        config.keySet().removeIf(key -> key.startsWith(Markers.PREFIX));
        if (identity == Identity.New) {
            config.put("mac_seed", UUID.randomUUID().toString());
        }
        config.putAll(order.markers());
        vm.put("other_config", config);
        return vm;
    }

    /// Those of the snapshot are in use as long as it is there.
    private static Map<String, Object> withNewUuids(Map<?, ?> records) {
        var copies = new TreeMap<String, Object>();
        records.forEach((ref, record) -> {
            var fields = copy(map(record));
            fields.put("uuid", UUID.randomUUID().toString());
            copies.put(String.valueOf(ref), fields);
        });
        return copies;
    }

    private Map<String, Object> vifs(Map<?, ?> kept, List<NewNic> nics) {
        var vifs = withNewUuids(kept);
        var used = new TreeMap<String, Object>();
        vifs.forEach((ref, vif) -> nics.stream()
                .filter(nic -> nic.device().equals(map(vif).get("device")))
                .findFirst()
                .ifPresent(nic -> {
                    var fields = copy(map(vif));
                    fields.put("network", NETWORK_REF + nic.networkUuid());
                    used.put(ref, fields);
                }));
        return used;
    }

    private Map<String, Object> networks(List<NewNic> nics) {
        var used = new TreeMap<String, Object>();
        for (var nic : nics) {
            var name = name(nic);
            used.put(
                    NETWORK_REF + nic.networkUuid(),
                    Map.of("uuid", nic.networkUuid().toString(), "name_label", name, "bridge", ""));
        }
        return used;
    }

    /// An import looks for networks by name, and takes the first.
    private String name(NewNic nic) {
        var name = networks.stream()
                .filter(network -> network.uuid().equals(nic.networkUuid()))
                .map(Network::name)
                .findFirst()
                .orElse("");
        long alike =
                networks.stream().filter(network -> network.name().equals(name)).count();
        if (alike != 1) {
            throw new OrderFailedException(
                    FailureReason.NetworkUnmapped,
                    "NIC %s goes to network '%s' (%s), and this pool has %d of that name, among which an XVA cannot choose. Rename it, or restore disk by disk"
                            .formatted(nic.device(), name, nic.networkUuid(), alike));
        }
        return name;
    }

    private static Map<String, Object> copy(Map<?, ?> record) {
        var copy = new HashMap<String, Object>();
        record.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
