package dev.lifeboat.simulator.archive;

import java.util.Set;

/// What an export takes along.
///
/// @param preservePowerState a suspended VM stays suspended, with its memory
/// @param snapshots          the VM's snapshots too; for metadata alone
/// @param excluded           kinds of devices that stay out: `vif`, `vbd`, `vgpu`, `vtpm`; for metadata alone
public record ExportOptions(boolean preservePowerState, boolean snapshots, Set<String> excluded) {
    public ExportOptions {
        excluded = Set.copyOf(excluded);
    }
}
