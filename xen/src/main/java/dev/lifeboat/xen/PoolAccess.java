package dev.lifeboat.xen;

import java.net.URI;
import java.util.List;

/// Where a pool answers, as whom to log in, and which certificates to believe.
///
/// @param endpoints `https://host[:port]` of pool members, tried in this order; any member leads to the
/// pool master
/// @param routes by which disk data goes to hosts; one that is not among them is reached as the pool names it
public record PoolAccess(List<URI> endpoints, Credentials credentials, Trust trust, List<HostRoute> routes) {

    public PoolAccess {
        endpoints = List.copyOf(endpoints);
        routes = List.copyOf(routes);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("A pool needs at least one endpoint, for instance https://xen1.example");
        }
        endpoints.forEach(PoolAccess::check);
    }

    /// Every host is reached as the pool names it.
    public PoolAccess(List<URI> endpoints, Credentials credentials, Trust trust) {
        this(endpoints, credentials, trust, List.of());
    }

    private static void check(URI endpoint) {
        if (!"https".equalsIgnoreCase(endpoint.getScheme()) || endpoint.getHost() == null) {
            throw new IllegalArgumentException("Endpoint " + endpoint
                    + " is not of the form https://host[:port]; a pool is reached over TLS only");
        }
    }
}
