package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.PoolAccess;
import dev.lifeboat.xen.PoolUnreachableException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.fake.FakeHost;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The host that has the storage is not the one that was asked.
class RedirectTest extends PoolTransferTest {

    private FakeHost other;

    @BeforeEach
    void startOther() throws Exception {
        other = new FakeHost(pool.certificate());
    }

    @AfterEach
    void stopOther() throws Exception {
        other.close();
    }

    private void readWhole() throws Exception {
        try (var export = transfers.exportVhd(vdi)) {
            assertThat(export.stream().readAllBytes()).isEqualTo(archive);
            export.finish();
        }
    }

    private static URI nowhere() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("https://127.0.0.1:" + taken.getLocalPort());
        }
    }

    private void connectWithEndpoints(URI... more) {
        connection.close();
        var endpoints = new ArrayList<>(List.of(pool.host().uri()));
        endpoints.addAll(List.of(more));
        var access = pool.access();
        connection = connect(new PoolAccess(endpoints, access.credentials(), access.trust()));
        transfers = connection.transfers();
    }

    @Test
    void theLocationIsFollowed() throws Exception {
        pool.host().on("GET /export_raw_vdi", redirect(other.uri() + "/export_raw_vdi"));
        other.on("GET /export_raw_vdi", get(archive, "success"));

        readWhole();

        assertThat(requests).hasSize(2);
        assertThat(requests.get(1).query()).isEqualTo(requests.get(0).query());
    }

    /// Behind NAT, a host's own address leads nowhere, and one that works is written down.
    @Test
    void aLocationThatLeadsNowhereIsReachedThroughAnEndpointThatWorks() throws Exception {
        connectWithEndpoints(other.uri());
        pool.host().on("GET /export_raw_vdi", redirect(nowhere() + "/export_raw_vdi"));
        other.on("GET /export_raw_vdi", get(archive, "success"));

        readWhole();
    }

    @Test
    void anEndpointThatRedirectsTooIsNotTheHostThatWasMeant() throws Exception {
        try (var third = new FakeHost(pool.certificate())) {
            connectWithEndpoints(other.uri(), third.uri());
            String location = nowhere() + "/export_raw_vdi";
            pool.host().on("GET /export_raw_vdi", redirect(location));
            other.on("GET /export_raw_vdi", redirect(location));
            third.on("GET /export_raw_vdi", get(archive, "success"));

            readWhole();
        }
    }

    @Test
    void whenNoEndpointIsTheRightOneTheLocationIsBlamed() throws Exception {
        connectWithEndpoints(other.uri());
        var nowhere = nowhere();
        pool.host().on("GET /export_raw_vdi", redirect(nowhere + "/export_raw_vdi"));
        other.on("GET /export_raw_vdi", redirect(nowhere + "/export_raw_vdi"));

        assertThatThrownBy(() -> transfers.exportVhd(vdi))
                .isInstanceOf(PoolUnreachableException.class)
                .hasMessageContaining(nowhere.toString());
    }

    @Test
    void aLocationWithoutAHostMeansTheSameHost() throws Exception {
        for (var location : List.of("/elsewhere", "https:///elsewhere")) {
            pool.host().on("GET /export_raw_vdi", redirect(location));
            pool.host().on("GET /elsewhere", get(archive, "success"));
            readWhole();
        }
    }

    @Test
    void locationsThatAreNoneAreRefused() {
        for (var location : List.of("", "http://127.0.0.1/x", "//127.0.0.1/x", "x", "https://", "https://a@b/x")) {
            pool.host()
                    .on(
                            "GET /export_raw_vdi",
                            (_, _, out) -> FakeHost.answer(out, 302, "Location: " + location + "\r\n", new byte[0]));
            assertThatThrownBy(() -> transfers.exportVhd(vdi)).as(location).isInstanceOf(XenException.class);
        }
    }

    @Test
    void aHostThatSendsThemInCirclesIsGivenUp() {
        var asked = new AtomicInteger();
        pool.host().on("GET /export_raw_vdi", (request, socket, out) -> {
            asked.incrementAndGet();
            redirect("/export_raw_vdi").handle(request, socket, out);
        });

        assertThatThrownBy(() -> transfers.exportVhd(vdi)).hasMessageContaining("too often");
        assertThat(asked).hasValue(6);
    }
}
