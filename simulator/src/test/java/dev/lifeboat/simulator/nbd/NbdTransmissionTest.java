package dev.lifeboat.simulator.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.control.Range;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Reads, and what ends a connection that has an export.
class NbdTransmissionTest extends NbdServedTest {
    private void awaitVbds(long expected) throws InterruptedException {
        var pool = small.pool().control();
        for (int i = 0; i < 200 && pool.state().controlDomainVbds() != expected; i++) {
            Thread.sleep(5);
        }
        assertThat(pool.state().controlDomainVbds()).isEqualTo(expected);
    }

    @Test
    void servesPipelinedReadsInOrder() throws Exception {
        var expected = small.pool().control().read("vm", "0", new Range(0, SmallPool.DISK_BYTES));
        try (var client = inTls()) {
            client.export(exportName);
            int size = 700 * 512;
            for (int i = 0; i < 20; i++) {
                client.request(0, 0, i, (long) i * size, size);
            }
            for (int i = 0; i < 20; i++) {
                assertThat(client.reply(i)).isZero();
                var data = client.in().readNBytes(size);
                assertThat(data).isEqualTo(Arrays.copyOfRange(expected, i * size, (i + 1) * size));
            }
            assertThat(small.pool().control().state().nbdReadBytes()).isEqualTo(20L * size);
        }
    }

    @Test
    void badRequestsEndTheConnection() throws Exception {
        record Bad(int flags, int type, long offset, int length, int error) {}
        var bads = List.of(
                new Bad(0, 0, 1, 512, 22),
                new Bad(0, 0, 0, 100, 22),
                new Bad(0, 1, 0, 512, 1),
                new Bad(0, 3, 0, 0, 22),
                new Bad(1, 0, 0, 512, 22));
        for (var bad : bads) {
            try (var client = inTls()) {
                client.export(exportName);
                client.request(bad.flags(), bad.type(), 9, bad.offset(), bad.length());
                assertThat(client.reply(9)).as("%s", bad).isEqualTo(bad.error());
                assertThat(client.closed()).as("%s", bad).isTrue();
            }
        }
    }

    @Test
    void aReadPastTheEndStartsWellAndBreaksOff() throws Exception {
        try (var client = inTls()) {
            client.export(exportName);
            client.request(0, 0, 1, SmallPool.DISK_BYTES - 512, 1024);
            assertThat(client.reply(1)).isZero();
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void theControlDomainHoldsTheDiskWhileSomebodyReads() throws Exception {
        try (var client = inTls()) {
            client.export(exportName);
            awaitVbds(1);
            client.request(0, 2, 0, 0, 0);
            assertThat(client.closed()).isTrue();
        }
        awaitVbds(0);
    }

    @Test
    void goesOnAfterTheSessionHasEnded() throws Exception {
        try (var client = inTls()) {
            client.export(exportName);
            small.pool().control().evictSessions();
            assertThat(client.read(0, 512)).hasSize(512);
        }
    }

    @Test
    void isCutAndRefusedOnRequest() throws Exception {
        var faults = small.pool().control().faults();
        faults.cutNbdAfter(1 << 20);
        try (var client = inTls()) {
            client.export(exportName);
            client.request(0, 0, 1, 0, 2 << 20);
            assertThat(client.reply(1)).isZero();
            assertThat(client.in().readNBytes(2 << 20).length).isLessThan(2 << 20);
        }
        faults.refuseNbd(true);
        try (var client = connect()) {
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void aWrongCookieComesOnceWhenAskedFor() throws Exception {
        small.pool().control().faults().wrongNbdCookies(1);
        try (var client = inTls()) {
            client.export(exportName);
            client.request(0, 0, 41, 0, 512);
            assertThat(client.in().readInt()).isEqualTo(0x67446698);
            assertThat(client.in().readInt()).isZero();
            assertThat(client.in().readLong()).isEqualTo(~41L);
            client.in().readNBytes(512);
            client.request(0, 0, 42, 0, 512);
            assertThat(client.reply(42)).isZero();
        }
    }
}
