package dev.lifeboat.repository.prune;

import dev.lifeboat.repository.prune.Marking.Fill;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Finds the packs that are worth compacting, the emptiest first.
final class SparsePacks {

    private record Found(int index, Fill fill) {

        double part() {
            return (double) fill.neededBytes() / fill.allBytes();
        }
    }

    private final Marking marking;
    private final PruneOptions options;
    private final Parallel parallel;
    private final PruneProgress progress;

    SparsePacks(Marking marking, PruneOptions options, Parallel parallel, PruneProgress progress) {
        this.marking = marking;
        this.options = options;
        this.parallel = parallel;
        this.progress = progress;
    }

    /// Reads a footer for each.
    ///
    /// @return as many as one run may compact
    List<Integer> among(List<Integer> packs) {
        if (!options.compacts()) {
            return List.of();
        }
        var done = new AtomicLong();
        var sparse = Collections.synchronizedList(new ArrayList<Found>());
        parallel.forEach(packs, index -> {
            var found = new Found(index, marking.fill(index));
            if (found.fill().allBytes() > 0 && found.part() < options.sparseBelow()) {
                sparse.add(found);
            }
            progress.at(PruneProgress.Phase.READING_PACKS, done.incrementAndGet(), packs.size());
        });
        return affordable(sparse);
    }

    private List<Integer> affordable(List<Found> sparse) {
        sparse.sort(Comparator.comparingDouble(Found::part).thenComparingInt(Found::index));
        var chosen = new ArrayList<Integer>();
        long left = options.mostCompactedBytes();
        for (var found : sparse) {
            left -= found.fill().neededBytes();
            if (left < 0) {
                break;
            }
            chosen.add(found.index());
        }
        return chosen;
    }
}
