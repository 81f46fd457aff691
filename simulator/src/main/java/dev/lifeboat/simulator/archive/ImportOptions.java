package dev.lifeboat.simulator.archive;

import java.util.Map;

/// How an archive is taken in.
///
/// @param restore keep uuids and MAC addresses; a VM of the same uuid is replaced by a newer one
/// @param force   neither checksums nor versions matter, and what was made stays after a failure
/// @param disks   for metadata alone: the disk that each disk of the archive is here, by its reference or uuid there
public record ImportOptions(boolean restore, boolean force, Map<String, String> disks) {
    public ImportOptions {
        disks = Map.copyOf(disks);
    }
}
