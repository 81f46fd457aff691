package dev.lifeboat.repository.session;

import dev.lifeboat.repository.chunk.ChunkWriter;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.disk.DiskProgress;
import dev.lifeboat.repository.disk.Geometry;
import dev.lifeboat.repository.disk.ProgressKeeper;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.manifest.CheckpointDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
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

    /// @param protectedSince packs that were stored before may have been deleted
    /// @param doomed packs that may be deleted at any time
    List<CheckpointedDisk> read(CheckpointFiles files, Instant protectedSince, Supplier<Set<PackId>> doomed) {
        var documents = files.latest();
        var disks = read(files, documents).stream().filter(this::isSound).toList();
        if (documents.isEmpty() || !documents.getLast().writtenAt().isBefore(protectedSince)) {
            return disks;
        }
        var gone = doomed.get();
        return disks.stream().filter(disk -> isThere(disk, gone)).toList();
    }

    private List<CheckpointedDisk> read(CheckpointFiles files, List<CheckpointDocument> documents) {
        var disks = new ArrayList<CheckpointedDisk>();
        try {
            for (var document : documents) {
                document.disks().forEach(disk -> {
                    var known = disks.stream()
                            .filter(each -> each.isOf(disk))
                            .findFirst()
                            .orElseGet(() -> add(disks, empty(disk)));
                    known.read(files.keyOf(document), disk);
                });
            }
            return disks;
        } catch (DamagedException | IllegalArgumentException e) {
            LOG.warn("The session is begun anew: {}", e.getMessage());
            return List.of();
        }
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

    /// Whether nothing of it is marked as damaged. A disk that was finished over a base is not asked: what of the base
    /// has been marked since would have to be written.
    private boolean isSound(CheckpointedDisk disk) {
        var damaged = chunks.damaged();
        if (damaged.isEmpty()) {
            return true;
        }
        if (disk.progress().isFinished() && !disk.base().isEmpty()) {
            return false;
        }
        try {
            return !disk.progress().leadsTo(damaged, chunks.reader());
        } catch (ChunkMissingException | DamagedException | UnsupportedFormatException e) {
            LOG.warn("Disk {} (VDI {}) is begun anew: {}", disk.device(), disk.vdiUuid(), e.getMessage());
            return false;
        }
    }

    /// Whether all packs that it leads to are in the store as they were, and will be.
    private boolean isThere(CheckpointedDisk disk, Set<PackId> gone) {
        try {
            var packs = disk.progress().packs(chunks.reader());
            chunks.requireUncompacted(packs);
            boolean stay = Collections.disjoint(packs, gone);
            if (!stay) {
                LOG.warn("Disk {} (VDI {}) is begun anew: packs of it are in the trash", disk.device(), disk.vdiUuid());
            }
            return stay;
        } catch (ChunkMissingException | DamagedException | UnsupportedFormatException e) {
            LOG.warn("Disk {} (VDI {}) is begun anew: {}", disk.device(), disk.vdiUuid(), e.getMessage());
            return false;
        }
    }
}
