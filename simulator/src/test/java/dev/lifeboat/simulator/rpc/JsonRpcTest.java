package dev.lifeboat.simulator.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonRpcTest {
    private static JsonRpc.Envelope read(String json) {
        return JsonRpc.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void answersVersionTwoInItsShape() {
        var call = read(
                "{\"jsonrpc\":\"2.0\",\"method\":\"a.b\",\"params\":[\"s\",1,1.5,true,[],{\"k\":\"v\"}],\"id\":9}");
        assertThat(call.request().params()).isEqualTo(List.of("s", 1L, 1.5, true, List.of(), Map.of("k", "v")));
        assertThat(text(JsonRpc.success(call, 5L))).isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":5,\"id\":9}");
        assertThat(text(JsonRpc.failure(call, XapiError.of("CODE", "p"))))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":1,\"message\":\"CODE\",\"data\":[\"p\"]},\"id\":9}");
    }

    @Test
    void answersVersionOneInItsShape() {
        var call = read("{\"method\":\"a.b\",\"params\":[],\"id\":\"x\"}");
        assertThat(text(JsonRpc.success(call, ""))).isEqualTo("{\"result\":\"\",\"error\":null,\"id\":\"x\"}");
        assertThat(text(JsonRpc.failure(call, XapiError.of("CODE", "p"))))
                .isEqualTo("{\"result\":null,\"error\":[\"CODE\",\"p\"],\"id\":\"x\"}");
    }

    @Test
    void refusesACallWithoutAnId() {
        assertThatThrownBy(() -> read("{\"method\":\"a.b\",\"params\":[],\"id\":null}"))
                .isInstanceOf(MalformedRequest.class);
        assertThatThrownBy(() -> read("[")).isInstanceOf(MalformedRequest.class);
    }
}
