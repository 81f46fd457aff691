package dev.lifeboat.simulator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.TestClient;
import dev.lifeboat.simulator.TestClient.CallFailed;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each fault as a person asks for it with curl.
class FaultRoutesTest {
    @AutoClose
    private static final SmallPool small = SmallPool.start();

    private TestClient client;

    @BeforeEach
    void login() {
        client = TestClient.of(small.pool());
    }

    @AfterEach
    void clear() throws Exception {
        send("DELETE", "/faults", "");
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(small.pool().controlUrl().resolve(path))
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static void ask(String path, String body) throws Exception {
        var answer = send("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /// The pool's own client may have lost its session to one of the faults.
    private String vm(String name) {
        return client.texts("VM.get_by_name_label", name).getFirst();
    }

    private CallFailed failure(String method, Object... parameters) {
        return catchThrowableOfType(CallFailed.class, () -> client.call(method, parameters));
    }

    @Test
    void anErrorComesAsOftenAsAskedFor() throws Exception {
        ask("/faults/calls", "{\"method\":\"VM.get_all\",\"count\":2,\"code\":\"TOO_BUSY\"}");
        assertThat(failure("VM.get_all").code()).isEqualTo("TOO_BUSY");
        assertThat(failure("VM.get_all").code()).isEqualTo("TOO_BUSY");
        assertThat(client.texts("VM.get_all")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-before", "drop-after"})
    void aConnectionIsLostBeforeOrAfterTheWork(String kind) throws Exception {
        ask("/faults/calls", "{\"method\":\"task.create\",\"kind\":\"" + kind + "\"}");
        int before = client.texts("task.get_all").size();
        assertThatThrownBy(() -> client.call("task.create", kind, "")).hasRootCauseInstanceOf(IOException.class);
        assertThat(client.texts("task.get_all")).hasSize(before + (kind.equals("drop-after") ? 1 : 0));
    }

    @Test
    void aDelayedCallWorksLater() throws Exception {
        ask("/faults/calls", "{\"method\":\"VM.get_all\",\"kind\":\"delay\",\"milliseconds\":200}");
        var begin = Instant.now();
        client.call("VM.get_all");
        assertThat(Duration.between(begin, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void aStuckTaskEndsWithTheFaults() throws Exception {
        ask("/faults/calls", "{\"method\":\"VM.snapshot\",\"kind\":\"stuck\"}");
        var task = client.text("Async.VM.snapshot", vm("vm"), "s");
        assertThat(client.text("task.get_status", task)).isEqualTo("pending");
        send("DELETE", "/faults", "");
        assertThat(client.finished(task).path("status").asText()).isEqualTo("success");
    }

    @Test
    void aBodyStandsStillInTheMiddle() throws Exception {
        ask("/faults/stall-body", "{\"afterBytes\":1048576,\"milliseconds\":300}");
        var disk = client.text(
                "VBD.get_VDI", client.texts("VM.get_VBDs", vm("still")).getFirst());
        var begin = Instant.now();
        var answer = client.get("/export_raw_vdi", Map.of("session_id", client.session(), "vdi", disk));
        assertThat(Duration.between(begin, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(answer.body()).hasSize((int) SmallPool.DISK_BYTES);
    }

    @Test
    void aFullRepositoryRefusesUntilItIsNot() throws Exception {
        ask("/faults/storage-full", "{}");
        assertThat(failure("VM.snapshot", vm("vm"), "s").code()).isEqualTo("SR_BACKEND_FAILURE_44");
        ask("/faults/storage-full", "{\"enabled\":false}");
        client.call("VM.snapshot", vm("vm"), "s");
    }

    @Test
    void lostEventsAreTold() throws Exception {
        var token =
                client.call("event.from", List.of("vm"), "", 0.1).path("token").asText();
        ask("/faults/events-lost", "");
        assertThat(failure("event.from", List.of("vm"), token, 0.1).code()).isEqualTo("EVENTS_LOST");
        ask("/faults/deletions-lost", "");
    }

    @Test
    void hostsCrashBootAndHaveWrongClocks() throws Exception {
        ask("/hosts/xcp-host-2/crash", "");
        var metrics = client.call("host_metrics.get_all_records");
        assertThat(metrics).anyMatch(host -> !host.path("live").asBoolean());
        ask("/hosts/xcp-host-2/boot", "");
        ask("/hosts/xcp-host-1/clock", "{\"aheadSeconds\":90000}");
        assertThat(failure("VM.get_all").code()).isEqualTo("SESSION_INVALID");
        ask("/hosts/xcp-host-1/clock", "{\"aheadSeconds\":0}");
        ask("/hosts/xcp-host-1/emergency", "{\"code\":\"HOST_BROKEN\",\"parameters\":[]}");
        assertThat(failure("VM.get_all").code()).isEqualTo("HOST_BROKEN");
    }

    @Test
    void theMasterMovesToWhereItIsSent() throws Exception {
        var answer = send("POST", "/master", "{\"host\":\"xcp-host-2\"}");
        assertThat(answer.body()).contains("127.0.66.2");
        assertThat(failure("VM.get_all").code()).isEqualTo("HOST_IS_SLAVE");
        ask("/master", "{}");
    }

    @Test
    void whatDoesNotExistIsSaid() throws Exception {
        assertThat(send("POST", "/faults/fire", "{}").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/hosts/nobody/crash", "").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/hosts/xcp-host-1/sing", "").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/hosts", "").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/faults/calls", "{\"kind\":\"x\"}").statusCode())
                .isEqualTo(400);
    }
}
