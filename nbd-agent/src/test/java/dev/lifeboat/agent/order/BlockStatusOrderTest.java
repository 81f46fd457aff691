package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.DiskBytes.disk;
import static dev.lifeboat.agent.order.SampleOrders.all;
import static dev.lifeboat.agent.order.Scene.MIB;
import static dev.lifeboat.agent.order.Scene.snapshotVdi;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.Programs;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.agent.nbd.ExternalServer;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that tells what reads as zeros is asked, and the pool's VHD is not.
class BlockStatusOrderTest {
    private static final int DISK_BYTES = 20 * MIB;

    @TempDir
    private Path folder;

    private final Scene scene = new Scene();

    @Test
    void ofASparseDiskOnlyWhatIsNotZeroIsRead() throws Exception {
        Programs.need("qemu-nbd");
        var content = disk(DISK_BYTES, 1, 1, 7);
        scene.pool.disks.put(snapshotVdi(0), content);
        var image = folder.resolve("disk");
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(DISK_BYTES);
            for (int block : new int[] {1, 7}) {
                file.seek(block * 2L * MIB);
                file.write(content, block * 2 * MIB, 2 * MIB);
            }
        }
        try (var server = ExternalServer.qemuNbd(image)) {
            scene.pool.nbdExports.put(snapshotVdi(0), List.of(server.export("")));

            var line = scene.backUp("p-1", scene.disk(0, all(), DiskRoute.Nbd));

            assertThat(scene.content("p-1", 0)).isEqualTo(content);
            assertThat(line.readBytes()).isEqualTo(4L * MIB);
            assertThat(line.detail()).isEmpty();
            assertThat(scene.pool.calls).noneMatch(call -> call.startsWith("exportVhd"));
        }
    }
}
