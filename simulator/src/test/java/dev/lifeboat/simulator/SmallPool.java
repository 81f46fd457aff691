package dev.lifeboat.simulator;

import dev.lifeboat.simulator.inventory.Inventory;
import dev.lifeboat.simulator.inventory.VmSpec;
import java.util.Map;

/// A pool with little on it, quick to start, and shortcuts to what is on it.
public final class SmallPool implements AutoCloseable {
    public static final long DISK_BYTES = 8L << 20;

    private final PoolSimulator pool;
    private final TestClient client;

    private SmallPool(PoolSimulator pool) {
        this.pool = pool;
        this.client = TestClient.of(pool);
    }

    /// `vm` runs and has two disks, `still` is halted and has one.
    public static SmallPool start() {
        return start(PoolOptions.quick());
    }

    public static SmallPool start(PoolOptions options) {
        var inventory = Inventory.of(
                VmSpec.named("vm").tag("backup:gold").disk(DISK_BYTES).disk(DISK_BYTES),
                VmSpec.named("still").disk(DISK_BYTES).halted());
        return new SmallPool(PoolSimulator.start(options.inventory(inventory)));
    }

    public PoolSimulator pool() {
        return pool;
    }

    public TestClient client() {
        return client;
    }

    public String vm(String name) {
        return client.texts("VM.get_by_name_label", name).getFirst();
    }

    /// The disk of a VM or snapshot in a position.
    public String disk(String vm, String userdevice) {
        return client.texts("VM.get_VBDs", vm).stream()
                .filter(vbd -> client.text("VBD.get_userdevice", vbd).equals(userdevice))
                .map(vbd -> client.text("VBD.get_VDI", vbd))
                .findFirst()
                .orElseThrow();
    }

    public String snapshot(String vm) {
        return client.text("VM.snapshot", vm, "snapshot of " + vm);
    }

    /// What `VDI.create` takes.
    public static Map<String, Object> newDisk(String sr, Object virtualSize) {
        return Map.of(
                "SR",
                sr,
                "virtual_size",
                virtualSize,
                "type",
                "user",
                "sharable",
                false,
                "read_only",
                false,
                "other_config",
                Map.of());
    }

    @Override
    public void close() {
        pool.close();
    }
}
