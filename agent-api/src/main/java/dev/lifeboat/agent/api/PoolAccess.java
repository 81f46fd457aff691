package dev.lifeboat.agent.api;

import java.net.URI;
import java.util.List;

/// Where the pool is and how its certificate is trusted; user name and password are files, see [AgentArguments].
///
/// @param endpoints  `https://host[:port]`, tried in order
/// @param originator the label of the agent's sessions and tasks on the pool, by which it is told whose they are
/// @param routes     by which disk data goes; a host that is not among them is reached as the pool names it
public record PoolAccess(List<URI> endpoints, PoolTrust trust, String originator, List<HostRoute> routes) {
    public PoolAccess {
        endpoints = List.copyOf(endpoints);
        routes = List.copyOf(routes);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("pool.endpoints is empty; name at least one https URL");
        }
    }

    /// For one who leaves nothing behind that somebody else would have to find.
    public PoolAccess(List<URI> endpoints, PoolTrust trust) {
        this(endpoints, trust, "lifeboat-agent", List.of());
    }
}
