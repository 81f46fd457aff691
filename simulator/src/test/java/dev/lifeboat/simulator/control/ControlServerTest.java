package dev.lifeboat.simulator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.TestClient.CallFailed;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ControlServerTest {
    @AutoClose
    private static final SmallPool small = SmallPool.start();

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(small.pool().controlUrl().resolve(path))
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static JsonNode json(String method, String path, String body) throws Exception {
        return new ObjectMapper().readTree(send(method, path, body).body());
    }

    @Test
    void writesWhereItIsTold() throws Exception {
        var answer = json("POST", "/vms/vm/disks/0/writes", "{\"offset\":4096,\"length\":8192,\"pattern\":\"zeros\"}");
        assertThat(answer.path("ranges").path(0).path("offset").asLong()).isEqualTo(4096);
        assertThat(small.pool().control().read("vm", "0", new Range(4096, 8192)))
                .containsOnly(0);
    }

    @Test
    void scattersWritesOverBlocksOfTheirOwn() throws Exception {
        var ranges = json("POST", "/vms/vm/disks/1/writes", "{\"count\":30,\"length\":512,\"seed\":2}")
                .path("ranges");
        assertThat(ranges).hasSize(30);
        assertThat(ranges.findValues("offset").stream()
                        .map(offset -> offset.asLong() / 65536)
                        .distinct())
                .hasSize(30);
    }

    @Test
    void arrangesFaultsByHttp() throws Exception {
        json(
                "POST",
                "/faults/calls",
                "{\"method\":\"VM.get_all\",\"count\":1,\"code\":\"TOO_BUSY\",\"parameters\":[]}");
        var error = catchThrowableOfType(CallFailed.class, () -> small.client().call("VM.get_all"));
        assertThat(error.code()).isEqualTo("TOO_BUSY");
        assertThat(small.client().texts("VM.get_all")).isNotEmpty();
        assertThat(json("DELETE", "/faults", "").path("done").asBoolean()).isTrue();
    }

    @Test
    void reportsTheStateOfThePool() throws Exception {
        var state = json("GET", "/state", "");
        assertThat(state.path("vms").asInt()).isEqualTo(2);
        assertThat(state.path("vdisByType").path("system").asInt()).isEqualTo(2);
    }

    @Test
    void saysWhatItDoesNotKnow() throws Exception {
        assertThat(send("POST", "/vms/nobody/disks/0/writes", "{\"length\":1}").statusCode())
                .isEqualTo(404);
        assertThat(send("POST", "/fire", "{}").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/vms/vm/disks/0/writes", "{\"pattern\":\"x\"}").statusCode())
                .isEqualTo(400);
    }
}
