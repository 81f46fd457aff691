package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.BackupScene.MIB;
import static dev.lifeboat.agent.order.BackupScene.full;
import static dev.lifeboat.agent.order.BackupScene.snapshotVdi;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.xen.NbdExport;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Disks from one sector to 16 TiB, around every border that a disk format has: the first and the last sector have
/// content, and nothing else is read or kept.
@Timeout(60)
class DiskSizesOrderTest {
    private static final long TIB = 1L << 40;
    private static final int SECTOR = 512;
    private static final byte FIRST = 0x11;
    private static final byte LAST = 0x22;

    private final BackupScene scene = new BackupScene();

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    @ParameterizedTest
    @ValueSource(
            longs = {SECTOR, MIB - SECTOR, MIB, 3L * MIB + SECTOR, 2 * TIB - SECTOR, 2 * TIB, 2 * TIB + SECTOR, 16 * TIB
            })
    void theFirstAndTheLastSectorOfADiskOfAnySizeAreKept(long sizeBytes) throws Exception {
        needNbdkit();
        int port = freePort();
        var server = new ProcessBuilder(
                        "nbdkit",
                        "-f",
                        "-r",
                        "-i",
                        "127.0.0.1",
                        "-p",
                        "" + port,
                        "data",
                        "(0x%02x)*%d @%d (0x%02x)*%d".formatted(FIRST, SECTOR, sizeBytes - SECTOR, LAST, SECTOR),
                        "size=" + sizeBytes)
                .inheritIO()
                .start();
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> answers(port));
            scene.pool.nbdExports.put(snapshotVdi(0), List.of(new NbdExport("", "127.0.0.1", port, "", "")));

            var line = scene.backUp("p-1", disk(sizeBytes));

            assertThat(line.readBytes()).isLessThanOrEqualTo(Math.min(sizeBytes, 2L * MIB));
            assertThat(scene.store.list("", Optional.empty(), 100))
                    .as("objects")
                    .hasSizeLessThan(40);
            assertThat(sector(sizeBytes - SECTOR)).containsOnly(LAST);
            if (sizeBytes > SECTOR) {
                assertThat(sector(0)).containsOnly(FIRST);
            }
            if (sizeBytes > 4L * MIB) {
                assertThat(sector(sizeBytes / 2)).containsOnly(0);
            }
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static DiskBackup disk(long sizeBytes) {
        return new DiskBackup("0", new UUID(3, 0), snapshotVdi(0), "disk", sizeBytes, true, full(), DiskRoute.Nbd);
    }

    private byte[] sector(long offset) {
        var image = scene.point("p-1").orElseThrow().disks().getFirst();
        var bytes = ByteBuffer.allocate(SECTOR);
        Repository.open(scene.store).reader(image).read(offset, bytes);
        return bytes.array();
    }

    private static void needNbdkit() {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "nbdkit")));
        if (!there) {
            System.err.println("NOT TESTED: nbdkit is not installed; install it to test disks of all sizes");
        }
        Assumptions.assumeTrue(there, "nbdkit is not installed");
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
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
