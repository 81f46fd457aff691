package dev.lifeboat.repository.prune;

import dev.lifeboat.repository.chunk.ChunkId;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.PackContents;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.prune.PackTable.Mark;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What is needed: packs exactly, chunks by the filter, pages that were read already. Safe for any number of
/// threads.
final class Needs {

    /// So many packs that the listing did not name are remembered, to ask for each of them once.
    private static final int MOST_UNLISTED = 10_000;

    private final PackTable packs;
    private final ChunkFilter chunks;
    private final ChunkIds pages = new ChunkIds();
    private final Set<PackId> unlisted = new HashSet<>();

    /// Which packs a forwarding object leads to.
    private final Map<Integer, Set<PackId>> targets = new HashMap<>();

    Needs(PackTable packs, ChunkFilter chunks) {
        this.packs = packs;
        this.chunks = chunks;
    }

    synchronized void need(ChunkRef ref, Mark mark) {
        chunks.add(ref);
        int index = packs.find(ref.pack());
        if (index >= 0) {
            packs.mark(index, mark);
        } else if (unlisted.size() < MOST_UNLISTED) {
            unlisted.add(ref.pack());
        }
    }

    /// Whether a page is to be read: equal pages in several packs lead to the same chunks.
    synchronized boolean isNewPage(ChunkId page) {
        return pages.add(page);
    }

    /// Takes the needs of a forwarding object over to where it leads.
    ///
    /// @return forwarding objects that the listing names and that these chunks lead to in turn
    synchronized Set<Integer> forward(int index, PackContents.Forwards forwards, Mark mark) {
        packs.mark(index, Mark.FORWARDS);
        var pack = packs.pack(index);
        var next = new HashSet<Integer>();
        for (var target : forwards.targets()) {
            targets.computeIfAbsent(index, _ -> new HashSet<>()).add(target.pack());
            if (chunks.mayContain(new ChunkRef(target.chunk(), pack)) && !isNeeded(target, mark)) {
                need(target, mark);
                int there = packs.find(target.pack());
                if (there >= 0) {
                    next.add(there);
                }
            }
        }
        return next;
    }

    private boolean isNeeded(ChunkRef ref, Mark mark) {
        int index = packs.find(ref.pack());
        return chunks.mayContain(ref) && index >= 0 && packs.is(index, mark);
    }

    synchronized boolean mayNeed(ChunkRef ref) {
        return chunks.mayContain(ref);
    }

    /// Forwarding objects that are needed, and the packs that each leads to.
    synchronized Map<Integer, Set<PackId>> forwards() {
        return Map.copyOf(targets);
    }

    /// Needed packs that were not listed: stored since, or lost.
    synchronized Set<PackId> unlisted() {
        return Set.copyOf(unlisted);
    }
}
