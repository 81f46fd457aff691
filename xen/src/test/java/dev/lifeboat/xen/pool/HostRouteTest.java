package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.xen.HostRoute;
import dev.lifeboat.xen.PoolAccess;
import dev.lifeboat.xen.fake.FakeHost;
import dev.lifeboat.xen.fake.FakePool;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Disk data goes to the address that was chosen for a host, and is trusted as at the one that the pool names. The
/// certificate of these hosts is for 127.0.0.1 alone.
class HostRouteTest extends PoolTransferTest {
    private static final String CHOSEN = "127.0.0.2";

    private FakeHost chosen;
    private UUID master;

    @BeforeEach
    void aMasterWithASecondAddress() throws Exception {
        chosen = new FakeHost(
                pool.certificate(), InetAddress.ofLiteral(CHOSEN), pool.host().port());
        var host = pool.add("host", Map.of("name_label", "xen1", "address", "127.0.0.1"));
        master = pool.uuid("host", host);
        pool.add("pool", Map.of("master", host));
    }

    @AfterEach
    void stop() throws Exception {
        chosen.close();
    }

    @Test
    void dataFlowsThroughTheChosenAddressOfTheMasterAndCallsDoNot() throws Exception {
        chosen.on("GET /export_raw_vdi", get(archive, "success"));
        connect(new HostRoute(master, List.of(CHOSEN), List.of("10.9.8.7")));

        readWhole();

        assertThat(requests).hasSize(1);
        assertThat(requests.getFirst().headers())
                .containsEntry("host", "127.0.0.1:" + pool.host().port());
    }

    @Test
    void soItDoesToAHostThatTheMasterSendsTo() throws Exception {
        var elsewhere = freePort();
        try (var other = new FakeHost(pool.certificate(), InetAddress.ofLiteral(CHOSEN), elsewhere)) {
            other.on("GET /export_raw_vdi", get(archive, "success"));
            pool.host().on("GET /export_raw_vdi", redirect("https://127.0.0.1:" + elsewhere + "/export_raw_vdi"));
            connect(new HostRoute(UUID.randomUUID(), List.of(CHOSEN), List.of("127.0.0.1")));

            readWhole();
        }
        assertThat(requests).hasSize(2);
    }

    @Test
    void whereNobodyAnswersThereTheHostsOwnAddressIsTaken() throws Exception {
        chosen.close();
        pool.host().on("GET /export_raw_vdi", get(archive, "success"));
        connect(new HostRoute(master, List.of(CHOSEN), List.of("127.0.0.1")));

        readWhole();
    }

    @Test
    void somebodyElseAtTheChosenAddressIsToldNothing() throws Exception {
        chosen.close();
        try (var stranger = new FakeHost(
                FakePool.selfSigned("CN=xen1").buildSelfSigned(),
                InetAddress.ofLiteral(CHOSEN),
                pool.host().port())) {
            stranger.on("GET /export_raw_vdi", get(new byte[1], "success"));
            pool.host().on("GET /export_raw_vdi", get(archive, "success"));
            connect(new HostRoute(master, List.of(CHOSEN), List.of("127.0.0.1")));

            readWhole();
        }
        assertThat(requests).hasSize(1);
    }

    private void connect(HostRoute route) {
        connection.close();
        var access = pool.access();
        connection = connect(new PoolAccess(
                List.of(URI.create("https://127.0.0.1:" + pool.host().port())),
                access.credentials(),
                access.trust(),
                List.of(route)));
        transfers = connection.transfers();
    }

    private void readWhole() throws Exception {
        try (var export = transfers.exportVhd(vdi)) {
            assertThat(export.stream().readAllBytes()).isEqualTo(archive);
            export.finish();
        }
    }

    private static int freePort() throws Exception {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
