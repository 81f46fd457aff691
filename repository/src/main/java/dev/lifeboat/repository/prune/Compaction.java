package dev.lifeboat.repository.prune;

import dev.lifeboat.repository.chunk.ChunkWriter;
import dev.lifeboat.repository.chunk.PackCopier;
import dev.lifeboat.repository.chunk.PackForwarding;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.prune.PackTable.Mark;
import dev.lifeboat.repository.prune.PruneReport.Amount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Copies what is needed of sparse packs into new ones, and puts forwarding objects in their place once the copies are
/// durable and were read back.
final class Compaction {

    /// Packs copied together at most: bounds what a stop half-way throws away.
    private static final int MOST_TOGETHER = 64;

    private final FencedStore store;
    private final PackTable packs;
    private final Needs needs;
    private final Marking marking;
    private final PruneProgress progress;
    private final int packBytes;
    private final PackCopier copier;
    private final PackForwarding forwarding;

    Compaction(
            FencedStore store,
            PackTable packs,
            Needs needs,
            Marking marking,
            ChunkWriter.Limits limits,
            PruneProgress progress) {
        this.store = store;
        this.packs = packs;
        this.needs = needs;
        this.marking = marking;
        this.progress = progress;
        this.packBytes = limits.packBytes();
        this.copier = new PackCopier(store.objects(), store.seals(), limits);
        this.forwarding = new PackForwarding(store.seals());
    }

    /// @param mostBytes that may be copied
    /// @return packs that were replaced, and the bytes that this freed
    Amount run(List<Integer> sparse, long mostBytes) {
        var together = new HashMap<PackId, Integer>();
        long bytes = 0;
        long copied = 0;
        var freed = Amount.NONE;
        var done = 0;
        for (int index : sparse) {
            store.tick();
            long needed = marking.fill(index).neededBytes();
            if (copied + needed > mostBytes) {
                break;
            }
            copied += needed;
            bytes += needed;
            together.put(packs.pack(index), index);
            done++;
            if (bytes >= packBytes || together.size() == MOST_TOGETHER) {
                freed = sum(freed, compact(together));
                together.clear();
                bytes = 0;
            }
            progress.at(PruneProgress.Phase.COMPACTING, done, sparse.size());
        }
        return together.isEmpty() ? freed : sum(freed, compact(together));
    }

    private static Amount sum(Amount one, Amount other) {
        return new Amount(one.packs() + other.packs(), one.bytes() + other.bytes());
    }

    private Amount compact(Map<PackId, Integer> together) {
        store.fence();
        var ordered = new ArrayList<>(together.keySet());
        ordered.sort(null);
        var copies = copier.copy(ordered, needs::mayNeed);
        store.fence();
        long before = 0;
        long after = 0;
        for (var pack : copies.entrySet()) {
            int index = together.getOrDefault(pack.getKey(), -1);
            var object = forwarding.of(pack.getKey(), pack.getValue());
            before += packs.bytes(index);
            after += marking.fill(index).neededBytes() + object.remaining();
            store.replace(pack.getKey().key(), object);
            packs.mark(index, Mark.FORWARDS);
        }
        return new Amount(copies.size(), Math.max(0, before - after));
    }
}
