package dev.lifeboat.xen;

import java.util.UUID;

/// An address that a host has on a network now.
///
/// @param address IPv4 or IPv6 literal without brackets
/// @param management whether the pool itself uses it
public record HostAddress(UUID hostUuid, UUID networkUuid, String address, boolean management) {}
