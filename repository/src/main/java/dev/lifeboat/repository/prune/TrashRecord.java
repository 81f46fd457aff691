package dev.lifeboat.repository.prune;

import dev.lifeboat.repository.chunk.PackId;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Packs that were named for deletion or compaction.
///
/// @param name what follows `trash/packs/`
/// @param since when it was written, by the later of the writer's clock and the store's
/// @param purges whether deleted points were purged right after it was written
/// @param kept those of `unneeded` that turned out to be needed
record TrashRecord(
        String name, Instant since, List<PackId> unneeded, List<PackId> sparse, Set<PackId> kept, boolean purges) {

    TrashRecord {
        unneeded = List.copyOf(unneeded);
        sparse = List.copyOf(sparse);
        kept = Set.copyOf(kept);
    }
}
