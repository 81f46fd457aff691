package dev.lifeboat.agent.order;

import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.xen.ChangedBlocks;
import java.io.IOException;
import java.util.Arrays;
import java.util.UUID;

/// A [Scene] with one disk of a little over five MiB, two of them zeros, and the snapshot that was backed up before.
final class OneDisk implements AutoCloseable {
    static final int PIECE_BYTES = 64 << 10;
    static final int DISK_BYTES = 5 * Scene.MIB + 3 * PIECE_BYTES + 512;
    static final UUID BASE = new UUID(4, 0);

    final Scene scene = new Scene();
    final byte[] bytes = DiskBytes.noise(DISK_BYTES, 7);

    OneDisk() {
        Arrays.fill(bytes, Scene.MIB, 3 * Scene.MIB, (byte) 0);
        scene.pool.disks.put(Scene.SNAPSHOT_VDI, bytes);
    }

    DiskBackup full() {
        return scene.disk(0, SampleOrders.all(), DiskRoute.Nbd);
    }

    DiskBackup changedSince(String pointId) {
        return scene.disk(0, new DiskRead.Changed(pointId, BASE), DiskRoute.Nbd);
    }

    /// As point `p-1`.
    void backUpBase() throws IOException {
        scene.serve(0);
        scene.backUp("p-1", full());
    }

    /// The guest writes these blocks of 64 KiB, and the pool tells so.
    ChangedBlocks write(int... blocks) {
        var changed = DiskBytes.changed(DISK_BYTES, blocks);
        DiskBytes.overwrite(bytes, changed);
        scene.pool.changedBlocks.put(BASE, () -> changed);
        return changed;
    }

    @Override
    public void close() throws IOException {
        scene.close();
    }
}
