package dev.lifeboat.xen.https;

import dev.lifeboat.xen.HostRoute;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Where to connect to when a host is meant: addresses that somebody prefers, then the one that it is named by.
///
/// Only the connection goes elsewhere. Name, port and the certificate that is expected stay those of the host as the
/// pool, or the endpoint, names it; so that a preferred address is trusted exactly as much.
public final class DialPlan {

    private final List<HostRoute> routes;

    public DialPlan(List<HostRoute> routes) {
        this.routes = List.copyOf(routes);
    }

    /// @param uuid of the host, where that is known otherwise than by its address
    List<String> to(URI host, Optional<UUID> uuid) {
        String named = named(host);
        return Stream.concat(
                        routes.stream()
                                .filter(route -> uuid.map(route.hostUuid()::equals)
                                        .orElseGet(() -> route.known().contains(named)))
                                .flatMap(route -> route.preferred().stream()),
                        Stream.of(named))
                .distinct()
                .toList();
    }

    private static String named(URI host) {
        return host.getHost().replaceAll("[\\[\\]]", "");
    }
}
