package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.DiskBytes.disk;
import static dev.lifeboat.agent.order.DiskBytes.overwrite;
import static dev.lifeboat.agent.order.Scene.MIB;
import static dev.lifeboat.agent.order.Scene.snapshotVdi;

import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.DiskRoute;
import java.util.Arrays;
import java.util.UUID;

/// A [Scene] with one disk that comes as VHD, and the snapshot of the last backup, which the pool has kept.
final class KeptDisk {
    static final int DISK_BYTES = 21 * MIB;
    static final UUID KEPT = new UUID(4, 0);

    final Scene scene = new Scene();
    final byte[] bytes = disk(DISK_BYTES, 1, 1, 2, 7, 10);

    KeptDisk() {
        scene.pool.disks.put(snapshotVdi(0), bytes);
    }

    DiskBackup whole() {
        return scene.disk(0, SampleOrders.all(), DiskRoute.VhdStream);
    }

    DiskBackup delta() {
        return scene.disk(0, new DiskRead.Changed("p-1", KEPT), DiskRoute.VhdStream);
    }

    void keep() {
        scene.pool.disks.put(KEPT, bytes.clone());
    }

    /// The first backup; then the guest writes, and the snapshot is kept.
    void backUpAndWrite() {
        scene.backUp("p-1", whole());
        keep();
        overwrite(bytes, 3 * MIB, 100, 50);
        overwrite(bytes, 16 * MIB, 3 * MIB, 60);
        Arrays.fill(bytes, 14 * MIB, 16 * MIB, (byte) 0);
        scene.pool.calls.clear();
    }
}
