package dev.lifeboat.simulator.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.TestClient;
import dev.lifeboat.simulator.control.Range;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NbdProtocolTest {
    private static final int EXPORT_NAME = 1;
    private static final int ABORT = 2;
    private static final int LIST = 3;
    private static final int STARTTLS = 5;
    private static final int GO = 7;
    private static final int STRUCTURED_REPLY = 8;
    private static final int ACK = 1;
    private static final int ERR_UNSUP = 0x80000001;
    private static final int ERR_POLICY = 0x80000002;
    private static final int ERR_INVALID = 0x80000003;
    private static final int ERR_TLS_REQD = 0x80000005;

    @AutoClose
    private final SmallPool small = SmallPool.start();

    private String exportName;

    @BeforeEach
    void start() {
        var snapshot = small.snapshot(small.vm("vm"));
        var offers = small.client().call("VDI.get_nbd_info", small.disk(snapshot, "0"));
        assertThat(offers).hasSize(2);
        exportName = offers.path(0).path("exportname").asText();
    }

    private NbdClient connect() throws IOException {
        return new NbdClient("127.0.67.1", small.pool().nbdPort());
    }

    private NbdClient inTls() throws IOException {
        var client = connect();
        client.flags();
        client.startTls(TestClient.tls(small.pool()));
        return client;
    }

    private void awaitVbds(long expected) throws InterruptedException {
        var pool = small.pool().control();
        for (int i = 0; i < 200 && pool.state().controlDomainVbds() != expected; i++) {
            Thread.sleep(5);
        }
        assertThat(pool.state().controlDomainVbds()).isEqualTo(expected);
    }

    @Test
    void greetsWithFixedNewstyleAlone() throws Exception {
        try (var client = connect()) {
            assertThat(client.in().readLong()).isEqualTo(0x4E42444D41474943L);
            assertThat(client.in().readLong()).isEqualTo(NbdClient.OPTION_MAGIC);
            assertThat(client.in().readUnsignedShort()).isEqualTo(1);
        }
    }

    @Test
    void beforeTlsEverythingIsRefused() throws Exception {
        try (var client = connect()) {
            client.flags();
            assertThat(client.option(LIST)).isEqualTo(ERR_TLS_REQD);
            assertThat(client.option(GO)).isEqualTo(ERR_TLS_REQD);
            assertThat(client.option(77)).isEqualTo(ERR_TLS_REQD);
            client.sendOption(EXPORT_NAME, (byte) '/');
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void inTlsOnlyExportNameChoosesAnExport() throws Exception {
        try (var client = inTls()) {
            assertThat(client.option(LIST)).isEqualTo(ERR_POLICY);
            assertThat(client.option(STARTTLS)).isEqualTo(ERR_INVALID);
            assertThat(client.option(GO)).isEqualTo(ERR_UNSUP);
            assertThat(client.option(STRUCTURED_REPLY)).isEqualTo(ERR_UNSUP);
            assertThat(client.export(exportName)).isEqualTo(SmallPool.DISK_BYTES);
        }
    }

    @Test
    void anAbortIsAcknowledged() throws Exception {
        try (var client = inTls()) {
            assertThat(client.option(ABORT)).isEqualTo(ACK);
            assertThat(client.closed()).isTrue();
        }
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
    void dropsWhoeverHasNoSessionOrNoDisk() throws Exception {
        var uuid = exportName.substring(0, exportName.indexOf('?'));
        for (var name : List.of(
                uuid,
                uuid + "?session_id=OpaqueRef:x",
                "/nothing?session_id=" + small.client().session())) {
            try (var client = inTls()) {
                client.sendOption(EXPORT_NAME, name.getBytes(StandardCharsets.UTF_8));
                assertThat(client.closed()).as(name).isTrue();
            }
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
    void theSeventeenthConnectionIsClosedUnheard() throws Exception {
        var open = new ArrayList<NbdClient>();
        for (int i = 0; i < 16; i++) {
            var client = connect();
            client.in().readNBytes(18);
            open.add(client);
        }
        try (var client = connect()) {
            assertThat(client.closed()).isTrue();
        }
        for (var client : open) {
            client.close();
        }
    }

    @Test
    void aNetworkWithoutThePurposeIsClosed() throws Exception {
        try (var client = new NbdClient("127.0.66.1", small.pool().nbdPort())) {
            assertThat(client.closed()).isTrue();
        }
        var network =
                small.client().texts("network.get_by_name_label", "Backup").getFirst();
        small.client().call("network.remove_purpose", network, "nbd");
        try (var client = connect()) {
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void speaksClearTextWhereThatIsThePurpose() throws Exception {
        var network =
                small.client().texts("network.get_by_name_label", "Backup").getFirst();
        small.client().call("network.remove_purpose", network, "nbd");
        small.client().call("network.add_purpose", network, "insecure_nbd");
        try (var client = connect()) {
            client.flags();
            assertThat(client.option(STARTTLS)).isEqualTo(ERR_POLICY);
            assertThat(client.export(exportName)).isEqualTo(SmallPool.DISK_BYTES);
            assertThat(client.read(512, 512)).hasSize(512);
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
