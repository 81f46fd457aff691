package dev.lifeboat.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.FakePool;
import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.FullReason;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AllocationLookupTest {
    private static final UUID VDI = new UUID(5, 5);

    private final FakePool pool = new FakePool();

    /// As a host does that has to read all of a disk before it can write the head.
    @Test
    void aHostThatDoesNotSayInTimeIsGivenUp() throws Exception {
        var cancelled = new CountDownLatch(1);
        pool.disks.put(VDI, new byte[4 << 20]);
        pool.transfers.onClose = cancelled::countDown;
        pool.transfers.tampering = _ -> new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    cancelled.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                throw new IOException("it was cancelled");
            }
        };
        var disk =
                new DiskBackup("0", new UUID(1, 1), VDI, "d", 4 << 20, false, new DiskRead.All(FullReason.FirstBackup));

        var contents = new AllocationLookup(pool, Duration.ofMillis(50)).of(disk);

        assertThat(contents.runs(4 << 20)).hasSize(1);
        assertThat(contents.bytes(4 << 20)).isEqualTo(4 << 20);
        assertThat(contents.note()).hasValueSatisfying(note -> assertThat(note).contains("did not say within"));
    }
}
