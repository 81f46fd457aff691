package dev.lifeboat.repository.prune;

import dev.lifeboat.repository.chunk.ChunkId;
import dev.lifeboat.repository.chunk.ChunkReader;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.PackContents;
import dev.lifeboat.repository.chunk.PackFooters;
import dev.lifeboat.repository.chunk.PackForwarding;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.prune.PackTable.Mark;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Leads forwarding objects to where chunks really lie, when what they led to was itself compacted.
final class ForwardChains {

    private final FencedStore store;
    private final PackTable packs;
    private final Needs needs;
    private final PackFooters footers;

    ForwardChains(FencedStore store, PackTable packs, Needs needs) {
        this.store = store;
        this.packs = packs;
        this.needs = needs;
        this.footers = new PackFooters(store.objects(), store.seals());
    }

    /// @return how many forwarding objects were replaced
    long collapse() {
        long collapsed = 0;
        for (var forward : needs.forwards().entrySet()) {
            store.tick();
            if (leadsToForwards(forward.getValue()) && collapse(packs.pack(forward.getKey()))) {
                collapsed++;
            }
        }
        return collapsed;
    }

    private boolean leadsToForwards(Set<PackId> targets) {
        return targets.stream().mapToInt(packs::find).anyMatch(index -> index >= 0 && packs.is(index, Mark.FORWARDS));
    }

    private boolean collapse(PackId pack) {
        var ends = footers.read(pack).flatMap(contents -> switch (contents) {
            case PackContents.Forwards forwards -> ends(pack, forwards);
            case PackContents.Chunks _ -> Optional.<SortedMap<ChunkId, PackId>>empty();
        });
        ends.ifPresent(targets -> {
            store.fence();
            store.replace(pack.key(), new PackForwarding(store.seals()).of(pack, targets));
        });
        return ends.isPresent();
    }

    /// Entries that lead nowhere are left out; if one of them is needed, something is damaged, and all stays as it is.
    private Optional<SortedMap<ChunkId, PackId>> ends(PackId pack, PackContents.Forwards forwards) {
        var reader = new ChunkReader(store.objects(), store.seals());
        var ends = new TreeMap<ChunkId, PackId>();
        for (var target : forwards.targets()) {
            var end = end(reader, target);
            if (end.isEmpty() && needs.mayNeed(new ChunkRef(target.chunk(), pack))) {
                return Optional.empty();
            }
            end.ifPresent(there -> ends.put(target.chunk(), there));
        }
        return Optional.of(ends);
    }

    private static Optional<PackId> end(ChunkReader reader, ChunkRef target) {
        try {
            return Optional.of(reader.whereabouts(target));
        } catch (ChunkMissingException | DamagedException _) {
            return Optional.empty();
        }
    }
}
