package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.BackupScene.MIB;
import static dev.lifeboat.agent.order.BackupScene.disk;
import static dev.lifeboat.agent.order.BackupScene.full;
import static dev.lifeboat.agent.order.BackupScene.snapshotVdi;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.xen.NbdExport;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that tells what reads as zeros is asked, and the pool's VHD is not.
class BlockStatusOrderTest {
    private static final int DISK_BYTES = 20 * MIB;

    @TempDir
    private Path folder;

    private final BackupScene scene = new BackupScene();

    @Test
    void ofASparseDiskOnlyWhatIsNotZeroIsRead() throws Exception {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "qemu-nbd")));
        if (!there) {
            System.err.println("NOT TESTED: qemu-nbd is not installed; install it to test against it");
        }
        Assumptions.assumeTrue(there, "qemu-nbd is not installed");
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
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var server = new ProcessBuilder(
                        "qemu-nbd", "-r", "-f", "raw", "-t", "-e", "8", "-b", "127.0.0.1", "-p", "" + port, "" + image)
                .inheritIO()
                .start();
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> answers(port));
            scene.pool.nbdExports.put(snapshotVdi(0), List.of(new NbdExport("", "127.0.0.1", port, "", "")));

            var line = scene.backUp("p-1", scene.disk(0, full(), DiskRoute.Nbd));

            assertThat(scene.content("p-1", 0)).isEqualTo(content);
            assertThat(line.readBytes()).isEqualTo(4L * MIB);
            assertThat(line.detail()).isEmpty();
            assertThat(scene.pool.calls).noneMatch(call -> call.startsWith("exportVhd"));
        } finally {
            server.destroy();
            server.waitFor();
            scene.close();
        }
    }

    private static boolean answers(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
