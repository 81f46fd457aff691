package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.DiskBytes.disk;
import static dev.lifeboat.agent.order.SampleOrders.all;
import static dev.lifeboat.agent.order.Scene.MIB;
import static dev.lifeboat.agent.order.Scene.SNAPSHOT;
import static dev.lifeboat.agent.order.Scene.snapshotVdi;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.Archives;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.agent.backup.Backup;
import dev.lifeboat.agent.progress.Stopwatch;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.xen.xva.XvaChecksum;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What comes over HTTPS in a format of its own passes the bandwidth limit byte for byte, be it disk or description.
class StreamPacingTest {
    @AutoClose
    private final Scene scene = new Scene();

    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong paced = new AtomicLong();
    private final AtomicLong most = new AtomicLong();

    @ParameterizedTest
    @EnumSource(names = {"VhdStream", "VmArchive"})
    void everyByteThatThePoolSendsIsAskedFor(DiskRoute route) throws Exception {
        var bytes = disk(21 * MIB, 1, 1, 2, 7);
        scene.pool.disks.put(snapshotVdi(0), bytes);
        var sparse = Archives.Sparse.of(snapshotVdi(0), bytes);
        scene.pool.transfers.archives.put(
                SNAPSHOT, compression -> Archives.write("web", Map.of("0", sparse), XvaChecksum.XXHASH, compression));
        scene.pool.transfers.tampering = this::counted;

        try (var repository = Repository.open(scene.store)) {
            var order = scene.order("p-1", scene.disk(0, all(), route));
            new Backup(order, scene.pool, repository, scene.board, Stopwatch.start(Clock.systemUTC())).run(count -> {
                paced.addAndGet(count);
                most.accumulateAndGet(count, Math::max);
            });
        }

        assertThat(scene.content("p-1", 0)).isEqualTo(bytes);
        assertThat(paced.get()).isEqualTo(sent.get()).isGreaterThan(6L * MIB);
        assertThat(most.get()).as("asked for at once").isLessThanOrEqualTo(2L * MIB);
    }

    private InputStream counted(InputStream stream) {
        return new FilterInputStream(stream) {
            @Override
            public int read() throws IOException {
                int one = super.read();
                sent.addAndGet(one < 0 ? 0 : 1);
                return one;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = super.read(target, offset, length);
                sent.addAndGet(Math.max(0, count));
                return count;
            }
        };
    }
}
