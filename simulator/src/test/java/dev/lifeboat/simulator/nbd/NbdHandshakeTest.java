package dev.lifeboat.simulator.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.simulator.SmallPool;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who gets an export, and what is refused on the way to it.
class NbdHandshakeTest extends NbdServedTest {
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
}
