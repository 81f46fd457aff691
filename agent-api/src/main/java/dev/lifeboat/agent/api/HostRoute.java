package dev.lifeboat.agent.api;

import java.util.List;
import java.util.UUID;

/// How a host is to be reached for disk data, over NBD and over HTTPS.
///
/// @param preferred IP addresses to try in this order, before those that the pool names
/// @param known     IP addresses by which the pool names this host
public record HostRoute(UUID hostUuid, List<String> preferred, List<String> known) {
    public HostRoute {
        preferred = List.copyOf(preferred);
        known = List.copyOf(known);
    }
}
