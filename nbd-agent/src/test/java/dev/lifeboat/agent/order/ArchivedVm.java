package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.DiskBytes.disk;
import static dev.lifeboat.agent.order.Scene.MIB;
import static dev.lifeboat.agent.order.Scene.SNAPSHOT;
import static dev.lifeboat.agent.order.Scene.snapshotVdi;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.Archives;
import dev.lifeboat.agent.Archives.Sparse;
import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.xen.stream.Compression;
import dev.lifeboat.xen.xva.XvaChecksum;
import java.util.List;
import java.util.TreeMap;

/// A [Scene] with a VM of three disks, one of them empty and one that ends within a block, which the pool sends as XVA.
final class ArchivedVm {
    final Scene scene = new Scene();
    final DiskBackup[] disks = new DiskBackup[3];

    ArchivedVm() {
        var contents = List.of(disk(9 * MIB, 1, 0, 3), disk(4 * MIB + 512, 2, 1, 2), new byte[3 * MIB]);
        for (int device = 0; device < disks.length; device++) {
            scene.pool.disks.put(snapshotVdi(device), contents.get(device));
            disks[device] = scene.disk(device, SampleOrders.all(), DiskRoute.VmArchive);
        }
        send(XvaChecksum.XXHASH);
    }

    void send(XvaChecksum checksum) {
        var archived = new TreeMap<String, Sparse>();
        scene.pool.disks.forEach(
                (vdi, content) -> archived.put("" + vdi.getLeastSignificantBits(), Sparse.of(vdi, content)));
        scene.pool.transfers.archives.put(
                SNAPSHOT, compression -> Archives.write("web", archived, checksum, compression));
    }

    byte[] bytes() {
        return scene.pool.transfers.archives.get(SNAPSHOT).apply(Compression.NONE);
    }

    void assertEveryByteIsThere(String pointId) {
        for (int device = 0; device < disks.length; device++) {
            assertThat(scene.content(pointId, device)).isEqualTo(scene.pool.disks.get(snapshotVdi(device)));
        }
    }
}
