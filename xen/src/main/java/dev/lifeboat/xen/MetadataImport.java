package dev.lifeboat.xen;

import java.util.Map;

/// How `/import_metadata` takes an archive.
///
/// @param dryRun looks whether it could be imported, and imports nothing
/// @param disks ref or UUID of a disk in the archive to that of a disk that exists; the others are found by
/// their own
public record MetadataImport(
        boolean restore, boolean force, boolean dryRun, Map<String, String> disks, long archiveBytes) {

    public MetadataImport {
        disks = Map.copyOf(disks);
    }
}
