package dev.lifeboat.repository.session;

import dev.lifeboat.repository.chunk.ChunkWriter;
import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.disk.DiskProgress;
import dev.lifeboat.repository.disk.Geometry;
import dev.lifeboat.repository.disk.ProgressKeeper;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.manifest.CheckpointDocument;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What earlier writers of the same order have left: read from their checkpoints, and looked after if nobody
/// was there to protect it.
final class FormerWork {

    private static final Logger LOG = LoggerFactory.getLogger(FormerWork.class);

    private final Geometry geometry;
    private final ChunkWriter chunks;
    private final ProgressKeeper keeper;

    FormerWork(Geometry geometry, ChunkWriter chunks, ProgressKeeper keeper) {
        this.geometry = geometry;
        this.chunks = chunks;
        this.keeper = keeper;
    }

    /// @param interrupted whether packs may have been deleted since they were stored
    List<CheckpointedDisk> read(CheckpointFiles files, boolean interrupted) {
        var disks = new ArrayList<CheckpointedDisk>();
        try {
            for (var document : files.latest()) {
                document.disks().forEach(disk -> {
                    var known = disks.stream()
                            .filter(each -> each.isOf(disk))
                            .findFirst()
                            .orElseGet(() -> add(disks, empty(disk)));
                    known.read(files.keyOf(document), disk);
                });
            }
        } catch (DamagedException | IllegalArgumentException e) {
            LOG.warn("The session is begun anew: {}", e.getMessage());
            return List.of();
        }
        return interrupted ? disks.stream().filter(this::isThere).toList() : disks;
    }

    private static CheckpointedDisk add(List<CheckpointedDisk> disks, CheckpointedDisk disk) {
        disks.add(disk);
        return disk;
    }

    private CheckpointedDisk empty(CheckpointDocument.Disk disk) {
        var progress = new DiskProgress(geometry, disk.sizeBytes(), keeper);
        return new CheckpointedDisk(disk.device(), disk.vdiUuid(), disk.sizeBytes(), disk.base(), progress);
    }

    CheckpointedDisk fresh(DiskDescription disk, String base) {
        return CheckpointedDisk.of(disk, base, new DiskProgress(geometry, disk.sizeBytes(), keeper));
    }

    /// Whether all packs that it leads to are in the store.
    private boolean isThere(CheckpointedDisk disk) {
        try {
            chunks.requirePacks(disk.progress().packs(chunks.reader()));
            return true;
        } catch (ChunkMissingException | DamagedException | UnsupportedFormatException e) {
            LOG.warn("Disk {} (VDI {}) is begun anew: {}", disk.device(), disk.vdiUuid(), e.getMessage());
            return false;
        }
    }
}
