package dev.lifeboat.xen;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What `/export_metadata` is asked for.
///
/// @param vm or everything the pool knows
/// @param excludedDevices of `vif`, `vbd`, `vgpu`, `vtpm`
public record MetadataExport(Optional<UUID> vm, boolean withSnapshots, Set<String> excludedDevices) {

    public MetadataExport {
        excludedDevices = Set.copyOf(excludedDevices);
    }

    public static MetadataExport of(UUID vm) {
        return new MetadataExport(Optional.of(vm), false, Set.of());
    }
}
