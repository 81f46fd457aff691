package dev.lifeboat.agent.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.AgentJson;
import dev.lifeboat.agent.api.Progress.DiskProgress;
import dev.lifeboat.agent.api.Progress.Phase;
import dev.lifeboat.repository.TickingClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusServerTest {
    private final TickingClock clock = new TickingClock();
    private final ProgressBoard board = new ProgressBoard(clock);

    @AutoClose
    private StatusServer server;

    @BeforeEach
    void start() throws Exception {
        server = StatusServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), board);
        board.order("uid");
    }

    @Test
    void progressSaysHowFarEachDiskIsAndWhenItWillBeDone() throws Exception {
        board.enter(Phase.Transferring);
        var disk = board.disk("0");
        disk.expect(1000);
        clock.advance(Duration.ofSeconds(4));
        disk.add(250);

        var progress = AgentJson.readProgress(get("/progress").body());

        assertThat(progress.orderId()).isEqualTo("uid");
        assertThat(progress.phase()).isEqualTo(Phase.Transferring);
        assertThat(progress.disks())
                .containsExactly(new DiskProgress("0", 250, 1000, OptionalLong.of(50), OptionalLong.of(15)));
        assertThat(progress.bytesPerSecond()).isEqualTo(50);
        assertThat(progress.etaSeconds()).hasValue(15);
    }

    @Test
    void theRateForgetsWhatIsTenSecondsOld() {
        var disk = board.disk("0");
        disk.add(1000);
        clock.advance(Duration.ofSeconds(20));
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
    void aMeterIsReadWhenItIsAskedFor() throws Exception {
        board.meters()
                .counter("lifeboat_agent_tries_total", "Tries.", Labels.of("op", "a \"b\""))
                .add(3);
        board.meters()
                .seconds("lifeboat_agent_wait_seconds_total", "Waited.", Labels.NONE)
                .add(1_500_000_000);

        assertThat(get("/metrics").body())
                .contains("# TYPE lifeboat_agent_tries_total counter\n"
                        + "lifeboat_agent_tries_total{op=\"a \\\"b\\\"\"} 3\n")
                .contains("lifeboat_agent_wait_seconds_total 1.5\n")
                .contains("lifeboat_agent_stage_cpu_seconds_total{stage=")
                .containsPattern("lifeboat_agent_heap_bytes [0-9]+\n");
    }

    @Test
    void eachMetricIsSaidOnceAndEachSampleOnce() throws Exception {
        board.disk("0").expect(1);
        board.disk("1").expect(1);
        board.disk("0").expect(2);

        var lines = get("/metrics").body().lines().toList();

        assertThat(lines.stream().filter(line -> line.startsWith("# TYPE"))).doesNotHaveDuplicates();
        assertThat(lines.stream().filter(line -> !line.startsWith("#")).map(line -> line.replaceAll(" .*", "")))
                .doesNotHaveDuplicates()
                .contains("lifeboat_agent_moved_bytes_total{device=\"0\"}");
    }

    @ParameterizedTest
    @EnumSource(names = {"BLOCKS", "FIRST_BYTE", "STREAM"})
    void standingStillForLongerThanADiskMayIsUnhealthy(Patience patience) throws Exception {
        board.enter(Phase.Transferring);
        var disk = board.disk("0");
        disk.expect(100);
        disk.waitsFor(patience);

        assertThat(get("/healthz").statusCode()).as("just started").isEqualTo(200);
        clock.advance(patience.most());
        assertThat(get("/healthz").statusCode()).as("slow").isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        assertThat(get("/healthz").statusCode()).as("stalled").isEqualTo(503);
        assertThat(get("/healthz").body())
                .contains("Nothing moved for " + patience.most().toMinutes() + " minutes");

        disk.moved(1);
        assertThat(get("/healthz").statusCode()).as("moving again").isEqualTo(200);
    }

    @Test
    void theDiskThatMayWaitLongestDecides() throws Exception {
        board.enter(Phase.Transferring);
        var done = board.disk("0");
        done.waitsFor(Patience.FIRST_BYTE);
        var blocks = board.disk("1");
        blocks.expect(1);
        blocks.waitsFor(Patience.BLOCKS);

        clock.advance(Patience.BLOCKS.most().plusSeconds(1));
        assertThat(get("/healthz").statusCode()).isEqualTo(503);
        done.expect(1);
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void preparingAndCommittingMayTakeAsLongAsPoolAndStoreDo() throws Exception {
        clock.advance(Patience.POOL_TASK.most());
        assertThat(get("/healthz").statusCode()).as("preparing").isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        assertThat(get("/healthz").statusCode()).as("preparing").isEqualTo(503);

        board.enter(Phase.Committing);
        clock.advance(Patience.COMMIT.most().plusSeconds(1));
        assertThat(get("/healthz").statusCode()).as("committing").isEqualTo(503);
        board.moved();
        assertThat(get("/healthz").statusCode()).as("the store answered").isEqualTo(200);

        board.enter(Phase.Failed);
        clock.advance(Duration.ofDays(1));
        assertThat(get("/healthz").statusCode()).as("over").isEqualTo(200);
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
