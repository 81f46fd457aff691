package dev.lifeboat.xen;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// Where `/import` puts a VM.
///
/// @param storage of all disks; without one, the pool's default
/// @param restore keeps UUIDs and MAC addresses; a VM with the same UUID is replaced if it is halted and older
/// @param force imports in spite of wrong checksums or versions, and keeps what a failure leaves
/// @param archiveBytes if it is known; otherwise the end of the stream tells
public record ImportTarget(Optional<UUID> storage, boolean restore, boolean force, OptionalLong archiveBytes) {

    /// A new VM with new UUIDs and MAC addresses.
    public static ImportTarget on(UUID storage) {
        return new ImportTarget(Optional.of(storage), false, false, OptionalLong.empty());
    }
}
