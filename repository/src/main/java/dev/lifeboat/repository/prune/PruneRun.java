package dev.lifeboat.repository.prune;

import dev.lifeboat.repository.chunk.ChunkWriter;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.disk.Geometry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.point.PointTrash;
import dev.lifeboat.repository.point.Points;
import dev.lifeboat.repository.point.TrashedManifest;
import dev.lifeboat.repository.prune.PackTable.Mark;
import dev.lifeboat.repository.prune.PruneProgress.Phase;
import dev.lifeboat.repository.prune.PruneReport.Amount;
import dev.lifeboat.repository.prune.PruneReport.Tidied;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// What a prune does under its lease: look, mark, decide, act.
final class PruneRun {

    private final FencedStore store;
    private final ChunkWriter.Limits limits;
    private final Geometry geometry;
    private final Clock clock;
    private final PruneOptions options;
    private final PruneProgress progress;
    private final Parallel parallel;
    private final Instant startedAt;
    private final List<String> warnings = new ArrayList<>();

    PruneRun(
            FencedStore store,
            Geometry geometry,
            ChunkWriter.Limits limits,
            Clock clock,
            PruneOptions options,
            PruneProgress progress,
            Parallel parallel) {
        this.store = store;
        this.geometry = geometry;
        this.limits = limits;
        this.clock = clock;
        this.options = options;
        this.progress = progress;
        this.parallel = parallel;
        this.startedAt = clock.instant();
    }

    PruneReport run() {
        progress.at(Phase.LISTING, 0, 1);
        var points = new Points(store.objects(), store.seals());
        var trash = new PointTrash(store.objects(), points);
        var view = View.read(store, trash, clock, options);
        progress.at(Phase.LISTING, 1, 1);
        var needs = new Needs(view.packs(), ChunkFilter.sized(view.packs().totalBytes(), options.filterBytes()));
        var marking = new Marking(store, geometry, view.packs(), needs);
        var byAge = view.trashed().stream().collect(Collectors.partitioningBy(this::isExpired));
        var expired = byAge.getOrDefault(true, List.of());
        var pointsMarking = new PointsMarking(points, trash, marking, parallel, progress);
        pointsMarking.mark(view.points(), byAge.getOrDefault(false, List.of()), expired);
        warnings.addAll(pointsMarking.warnings());
        warn(view, needs);
        var decision = Decision.make(view, options, startedAt);
        var sparse = new SparsePacks(marking, options, parallel, progress).among(decision.mayBeSparse());
        return options.deletes()
                ? act(view, needs, marking, decision, sparse, expired)
                : pretend(view, marking, decision, sparse, expired);
    }

    private boolean isExpired(TrashedManifest trashed) {
        return !trashed.deletedAt().plus(options.pointGrace()).isAfter(startedAt);
    }

    private void warn(View view, Needs needs) {
        view.packs().strangers().forEach(name -> warnings.add(name + " is no pack's name; it was left alone"));
        for (var pack : needs.unlisted()) {
            store.tick();
            if (store.objects().size(pack.key()).isEmpty()) {
                warnings.add("Pack " + pack + " is gone, and recovery points need it: run verify to see which");
            }
        }
    }

    /// The order is part of the argument: what is needed after all is noted before any point is purged.
    private PruneReport act(
            View view,
            Needs needs,
            Marking marking,
            Decision decision,
            List<Integer> sparse,
            List<TrashedManifest> expired) {
        var records = new TrashRecords(store.objects(), store.documents());
        decision.keep().forEach((record, packs) -> {
            store.fence();
            records.keep(store.lease().epoch(), record, packs);
        });
        progress.at(Phase.TRASHING, 0, 1);
        records.write(
                store.lease().epoch(),
                clock.instant(),
                ids(view, decision.unneeded()),
                ids(view, sparse),
                expired.size(),
                store::fence);
        store.delete(expired.stream().map(TrashedManifest::key).toList());
        progress.at(Phase.TRASHING, 1, 1);
        var compacted = options.compacts()
                ? new Compaction(store, view.packs(), needs, marking, limits, progress)
                        .run(decision.compact(), options.mostCompactedBytes())
                : Amount.NONE;
        long collapsed = new ForwardChains(store, view.packs(), needs).collapse();
        delete(view.packs(), decision.delete());
        progress.at(Phase.TIDYING, 0, 1);
        var tidied = new Tidying(store, view, parallel)
                .run(startedAt, collapsed, decision.keep().keySet());
        progress.at(Phase.TIDYING, 1, 1);
        return report(
                view,
                decision,
                sparse,
                expired,
                compacted,
                tidied,
                store.lease().epoch());
    }

    private void delete(PackTable packs, List<Integer> delete) {
        var done = new AtomicLong();
        store.delete(keys(packs, delete), () -> progress.at(Phase.DELETING, done.incrementAndGet(), delete.size()));
        delete.forEach(index -> packs.mark(index, Mark.DONE));
    }

    private PruneReport pretend(
            View view, Marking marking, Decision decision, List<Integer> sparse, List<TrashedManifest> expired) {
        var compacted = Amount.NONE;
        for (int index : options.compacts() ? decision.compact() : List.<Integer>of()) {
            compacted = compacted.plus(
                    view.packs().bytes(index) - marking.fill(index).neededBytes());
        }
        var tidied = new Tidied(view.sessions().dead(), 0, 0, 0, 0);
        return report(view, decision, sparse, expired, compacted, tidied, 0);
    }

    private PruneReport report(
            View view,
            Decision decision,
            List<Integer> sparse,
            List<TrashedManifest> expired,
            Amount compacted,
            Tidied tidied,
            long epoch) {
        return new PruneReport(
                options.mode(),
                epoch,
                startedAt,
                Duration.between(startedAt, clock.instant()),
                view.points().size(),
                view.trashed().size(),
                expired.size(),
                amount(view, decision.unneeded()),
                amount(view, decision.delete()),
                amount(view, sparse),
                compacted,
                decision.kept(),
                tidied,
                warnings);
    }

    private static Amount amount(View view, List<Integer> indices) {
        return new Amount(
                indices.size(), indices.stream().mapToLong(view.packs()::bytes).sum());
    }

    private static List<PackId> ids(View view, List<Integer> indices) {
        return indices.stream().map(view.packs()::pack).toList();
    }

    private static List<ObjectKey> keys(PackTable packs, List<Integer> indices) {
        return indices.stream().map(packs::pack).map(PackId::key).toList();
    }
}
