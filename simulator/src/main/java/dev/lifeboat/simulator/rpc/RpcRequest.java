package dev.lifeboat.simulator.rpc;

import java.util.List;

/// One call as it came in; values are String, Long, Double, Boolean, Instant, List and Map.
public record RpcRequest(String method, List<Object> params) {
    public RpcRequest {
        params = List.copyOf(params);
    }
}
