package dev.lifeboat.agent.order;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeboat.agent.FakePool;
import dev.lifeboat.agent.Points;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.agent.api.RestoreOrder;
import dev.lifeboat.agent.api.RestoreOrder.UnmappedNetwork;
import dev.lifeboat.agent.api.RestoreReport;
import dev.lifeboat.agent.api.RestoreRoute;
import dev.lifeboat.agent.api.RestoreRoute.Archive.Identity;
import dev.lifeboat.agent.api.Transfer.OnUnavailable;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.Network;
import dev.lifeboat.xen.Pool;
import dev.lifeboat.xen.StorageRepository;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A recovery point of a VM of two disks and a NIC, and a pool with storage of three kinds and one network.
final class RestoreScene {
    static final int PIECE_BYTES = 64 << 10;
    static final UUID LOCAL = new UUID(20, 1);
    static final UUID RAW = new UUID(20, 2);
    static final UUID ISO = new UUID(20, 3);
    static final UUID LAN = new UUID(30, 1);
    static final UUID SOURCE_LAN = new UUID(31, 1);
    static final Map<String, String> MARKERS = Map.of("lifeboat:restore-uid", "uid", "lifeboat:owner", "c1");

    private final Scene scene = new Scene();
    final FakePool pool = scene.pool;
    final InMemoryObjectStore store = scene.store;
    final byte[][] disks = {
        DiskBytes.noise((6 << 20) + 5 * PIECE_BYTES + 512, 1), DiskBytes.noise(3 << 20, 2),
    };

    RestoreScene() {
        Arrays.fill(disks[0], PIECE_BYTES, 5 * PIECE_BYTES, (byte) 0);
        Arrays.fill(disks[0], 2 << 20, 4 << 20, (byte) 0);
        backUp();
        pool.inventory = Optional.of(new Inventory(
                new Pool(new UUID(9, 9), "west", new UUID(8, 8), Optional.of(LOCAL), "XCP-ng", "8.3.0", "2.21"),
                List.of(),
                List.of(sr(LOCAL, "ext", true), sr(RAW, "linstor", true), sr(ISO, "iso", false)),
                List.of(new Network(LAN, "lan", Set.of())),
                List.of()));
    }

    private void backUp() {
        Map<String, Object> records = Map.of(
                "vm",
                Map.of("name_label", "web"),
                "vbds",
                Map.of(
                        "OpaqueRef:b0", Map.of("type", "Disk", "userdevice", "0", "VDI", "OpaqueRef:d0"),
                        "OpaqueRef:b1", Map.of("type", "Disk", "userdevice", "1", "VDI", "OpaqueRef:d1")),
                "vdis",
                Map.of("OpaqueRef:d0", Map.of("uuid", "d0"), "OpaqueRef:d1", Map.of("uuid", "d1")),
                "vifs",
                Map.of("OpaqueRef:v", Map.of("device", "0", "MAC", "aa:bb:cc:dd:ee:ff", "network", "OpaqueRef:n")),
                "networks",
                Map.of("OpaqueRef:n", Map.of("uuid", SOURCE_LAN.toString(), "name_label", "lan")));
        var contents = Map.of("0", disks[0], "1", disks[1]);
        Points.commit(Repository.open(store), Points.header("p-1", new ObjectMapper().valueToTree(records)), contents);
    }

    private static StorageRepository sr(UUID uuid, String type, boolean writable) {
        return new StorageRepository(uuid, type, type, false, writable, true, 1L << 40, 1L << 40, true, Set.of());
    }

    static RestoreOrder order(Map<String, UUID> srByDevice, Map<UUID, UUID> networks, UnmappedNetwork unmapped) {
        return order(srByDevice, networks, unmapped, SampleOrders.DISKS);
    }

    /// To the pool's default storage, without a NIC.
    static RestoreOrder order() {
        return order(SampleOrders.DISKS);
    }

    static RestoreOrder order(RestoreRoute route) {
        return order(Map.of(), Map.of(), UnmappedNetwork.Disconnect, route);
    }

    static RestoreOrder order(
            Map<String, UUID> srByDevice, Map<UUID, UUID> networks, UnmappedNetwork unmapped, RestoreRoute route) {
        var transfer = SampleOrders.sideBySide(OnUnavailable.Fail);
        return SampleOrders.restore("p-1", transfer, MARKERS, srByDevice, networks, unmapped, route);
    }

    static RestoreOrder archive(Map<String, UUID> stores, UnmappedNetwork unmapped, Identity identity) {
        return order(stores, Map.of(), unmapped, new RestoreRoute.Archive(identity));
    }

    Report execute(RestoreOrder order) {
        return scene.execute(order);
    }

    byte[] restored(RestoreReport report, int device) {
        return pool.disks.get(report.disks().get(device).vdiUuid());
    }
}
