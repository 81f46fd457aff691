package dev.lifeboat.agent.api;

import java.net.URI;
import java.util.List;

/// Where the pool is and how its certificate is trusted; user name and password are files, see [AgentArguments].
///
/// @param endpoints `https://host[:port]`, tried in order
public record PoolAccess(List<URI> endpoints, PoolTrust trust) {
    public PoolAccess {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("pool.endpoints is empty; name at least one https URL");
        }
    }
}
