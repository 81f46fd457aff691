package dev.lifeboat.xen;

import java.util.Optional;
import java.util.UUID;

/// The pool itself.
///
/// @param name empty when nobody named it
/// @param product `XCP-ng`, `XenServer` or `Citrix Hypervisor`, as the master says
/// @param version product version of the master
/// @param apiVersion `major.minor`; says little about the product
public record Pool(
        UUID uuid,
        String name,
        UUID masterUuid,
        Optional<UUID> defaultSrUuid,
        String product,
        String version,
        String apiVersion) {}
