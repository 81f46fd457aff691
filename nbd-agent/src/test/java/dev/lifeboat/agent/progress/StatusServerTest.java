package dev.lifeboat.agent.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.AgentJson;
import dev.lifeboat.agent.api.Progress.DiskProgress;
import dev.lifeboat.agent.api.Progress.Phase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusServerTest {
    private Instant now = Instant.parse("2026-11-22T03:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    };
    private final ProgressBoard board = new ProgressBoard(clock);
    private StatusServer server;

    @BeforeEach
    void start() throws Exception {
        server = StatusServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), board);
        board.order("uid");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void progressSaysHowFarEachDiskIsAndWhenItWillBeDone() throws Exception {
        board.enter(Phase.Transferring);
        var disk = board.disk("0");
        disk.expect(1000);
        now = now.plusSeconds(4);
        disk.add(250);

        var progress = AgentJson.readProgress(get("/progress").body());

        assertThat(progress.orderId()).isEqualTo("uid");
        assertThat(progress.phase()).isEqualTo(Phase.Transferring);
        assertThat(progress.disks()).containsExactly(new DiskProgress("0", 250, 1000));
        assertThat(progress.bytesPerSecond()).isEqualTo(50);
        assertThat(progress.etaSeconds()).hasValue(15);
    }

    @Test
    void theRateForgetsWhatIsTenSecondsOld() {
        var disk = board.disk("0");
        disk.add(1000);
        now = now.plusSeconds(20);
        disk.add(100);

        assertThat(board.now().bytesPerSecond()).isEqualTo(10);
    }

    @Test
    void metricsAreWhatPrometheusReads() throws Exception {
        board.disk("0").expect(1000);

        assertThat(get("/metrics").body())
                .contains("# TYPE lifeboat_agent_disk_bytes gauge\nlifeboat_agent_disk_bytes{device=\"0\"} 1000\n")
                .contains("lifeboat_agent_phase{phase=\"Preparing\"} 1\n");
    }

    @Test
    void standingStillForTooLongWhileTransferringIsUnhealthy() throws Exception {
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        now = now.plus(Duration.ofHours(1));
        assertThat(get("/healthz").statusCode()).as("preparing").isEqualTo(200);

        board.enter(Phase.Transferring);
        assertThat(get("/healthz").statusCode()).as("just started").isEqualTo(200);
        now = now.plus(ProgressBoard.STALL).plusSeconds(1);
        assertThat(get("/healthz").statusCode()).as("stalled").isEqualTo(503);

        board.disk("0").add(1);
        assertThat(get("/healthz").statusCode()).as("moving again").isEqualTo(200);
    }

    @Test
    void thereIsNothingElse() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/progress/x").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
