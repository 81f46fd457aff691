package dev.lifeboat.xen;

import java.net.URI;
import java.util.List;

/// Where a pool answers, as whom to log in, and which certificates to believe.
///
/// @param endpoints `https://host[:port]` of pool members, tried in this order; any member leads to the
/// pool master
public record PoolAccess(List<URI> endpoints, Credentials credentials, Trust trust) {

    public PoolAccess {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("A pool needs at least one endpoint, for instance https://xen1.example");
        }
        endpoints.forEach(PoolAccess::check);
    }

    private static void check(URI endpoint) {
        if (!"https".equalsIgnoreCase(endpoint.getScheme()) || endpoint.getHost() == null) {
            throw new IllegalArgumentException("Endpoint " + endpoint
                    + " is not of the form https://host[:port]; a pool is reached over TLS only");
        }
    }
}
