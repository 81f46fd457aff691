package dev.lifeboat.simulator.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.TestClient;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/// A disk of a snapshot, offered for reading.
abstract class NbdServedTest {
    @AutoClose
    final SmallPool small = SmallPool.start();

    String exportName;

    @BeforeEach
    void start() {
        var snapshot = small.snapshot(small.vm("vm"));
        var offers = small.client().call("VDI.get_nbd_info", small.disk(snapshot, "0"));
        assertThat(offers).hasSize(2);
        exportName = offers.path(0).path("exportname").asText();
    }

    final NbdClient connect() throws IOException {
        return new NbdClient("127.0.67.1", small.pool().nbdPort());
    }

    final NbdClient inTls() throws IOException {
        var client = connect();
        client.flags();
        client.startTls(TestClient.tls(small.pool()));
        return client;
    }
}
