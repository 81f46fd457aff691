package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.SampleOrders.all;
import static dev.lifeboat.agent.order.Scene.MIB;
import static dev.lifeboat.agent.order.Scene.snapshotVdi;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.Programs;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.agent.nbd.ExternalServer;
import dev.lifeboat.repository.Repository;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
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

    @AutoClose
    private final Scene scene = new Scene();

    @ParameterizedTest
    @ValueSource(
            longs = {SECTOR, MIB - SECTOR, MIB, 3L * MIB + SECTOR, 2 * TIB - SECTOR, 2 * TIB, 2 * TIB + SECTOR, 16 * TIB
            })
    void theFirstAndTheLastSectorOfADiskOfAnySizeAreKept(long sizeBytes) throws Exception {
        Programs.need("nbdkit");
        var content = "(0x%02x)*%d @%d (0x%02x)*%d".formatted(FIRST, SECTOR, sizeBytes - SECTOR, LAST, SECTOR);
        try (var server = ExternalServer.nbdkitData(content, sizeBytes)) {
            scene.pool.nbdExports.put(snapshotVdi(0), List.of(server.export("")));

            var line = scene.backUp("p-1", Scene.disk(0, sizeBytes, all(), DiskRoute.Nbd));

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
        }
    }

    private byte[] sector(long offset) {
        var image = scene.point("p-1").orElseThrow().disks().getFirst();
        var bytes = ByteBuffer.allocate(SECTOR);
        Repository.open(scene.store).reader(image).read(offset, bytes);
        return bytes.array();
    }
}
