package dev.lifeboat.xen;

import java.util.List;
import java.util.UUID;

/// How a host is to be reached for disk data: on a network that somebody chose for it, or by another address than it
/// knows itself by.
///
/// It says where to connect and nothing about whom to believe: the certificate is judged as at the address that the
/// pool names.
///
/// @param preferred tried in this order, before what the pool names; IP literals without brackets
/// @param known     the addresses by which the pool names this host, that of its management interface among them
public record HostRoute(UUID hostUuid, List<String> preferred, List<String> known) {

    public HostRoute {
        preferred = List.copyOf(preferred);
        known = List.copyOf(known);
    }
}
