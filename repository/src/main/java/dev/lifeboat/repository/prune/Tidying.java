package dev.lifeboat.repository.prune;

import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.chunk.SegmentUpkeep;
import dev.lifeboat.repository.chunk.SegmentUpkeep.Verdict;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.prune.PackTable.Mark;
import dev.lifeboat.repository.prune.PruneReport.Tidied;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// Everything but packs and points: segments, dead sessions, records that were carried out, what probes left.
final class Tidying {

    private static final String PROBES = "probe/";

    /// A probe takes a minute at most.
    private static final Duration PROBE_AGE = Duration.ofDays(1);

    private final FencedStore store;
    private final View view;
    private final PackTable packs;
    private final Parallel parallel;

    Tidying(FencedStore store, View view, Parallel parallel) {
        this.store = store;
        this.view = view;
        this.packs = view.packs();
        this.parallel = parallel;
    }

    Tidied run(Instant now, long collapsedForwards, Set<TrashRecord> kept) {
        var rewritten = new AtomicLong();
        var segments = segments(rewritten);
        store.delete(segments);
        store.delete(view.sessions().leftBehind());
        removeRecords(kept);
        var others = new ArrayList<>(store.lease().formerKeys());
        others.addAll(probes(now));
        store.delete(others);
        return new Tidied(view.sessions().dead(), segments.size(), rewritten.get(), collapsedForwards, others.size());
    }

    private List<ObjectKey> segments(AtomicLong rewritten) {
        var upkeep = new SegmentUpkeep(store.objects(), store.seals());
        var dropped = new ArrayList<ObjectKey>();
        store.fence();
        parallel.forEach(view.segments(), key -> {
            store.tick();
            switch (upkeep.examine(key, this::holdsChunks)) {
                case Verdict.Leave _ -> {}
                case Verdict.Drop _ -> {
                    synchronized (dropped) {
                        dropped.add(key);
                    }
                }
                case Verdict.Replace(var content) -> {
                    store.replace(key, content);
                    rewritten.incrementAndGet();
                }
            }
        });
        return dropped;
    }

    private boolean holdsChunks(PackId pack) {
        int index = packs.find(pack);
        return index >= 0 && !packs.is(index, Mark.DONE) && !packs.is(index, Mark.FORWARDS);
    }

    /// @param kept records of which every needed pack is noted
    private void removeRecords(Set<TrashRecord> kept) {
        var done = view.records().stream()
                .filter(record -> isDone(record, kept.contains(record)))
                .toList();
        store.delete(done.stream().map(TrashRecords::key).toList());
        var left = view.records().stream()
                .filter(record -> !done.contains(record))
                .map(TrashRecord::name)
                .collect(Collectors.toSet());
        store.delete(new TrashRecords(store.objects(), store.documents()).orphanedNotes(left));
    }

    private boolean isDone(TrashRecord record, boolean keptNow) {
        boolean mayBeForgotten = !record.purges() || view.sessions().know(record);
        return mayBeForgotten
                && record.unneeded().stream()
                        .allMatch(pack -> record.kept().contains(pack)
                                || isGone(pack)
                                || (keptNow && packs.reached(packs.find(pack))))
                && record.sparse().stream().allMatch(pack -> isGone(pack) || packs.is(packs.find(pack), Mark.FORWARDS));
    }

    private boolean isGone(PackId pack) {
        int index = packs.find(pack);
        return index < 0 || packs.is(index, Mark.DONE);
    }

    private List<ObjectKey> probes(Instant now) {
        return store.objects()
                .listAll(PROBES)
                .filter(entry -> entry.modifiedAt().plus(PROBE_AGE).isBefore(now))
                .map(ObjectEntry::key)
                .toList();
    }
}
