package dev.lifeboat.repository.prune;

import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.IncompleteViewException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.point.PointTrash;
import dev.lifeboat.repository.point.Points;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.repository.point.TrashedManifest;
import dev.lifeboat.repository.prune.PackTable.Mark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Marks what all points need, deleted ones too: those that can be brought back like those that are there.
final class PointsMarking {

    private final Points points;
    private final PointTrash trash;
    private final Marking marking;
    private final Parallel parallel;
    private final PruneProgress progress;
    private final AtomicLong done = new AtomicLong();
    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

    PointsMarking(Points points, PointTrash trash, Marking marking, Parallel parallel, PruneProgress progress) {
        this.points = points;
        this.trash = trash;
        this.marking = marking;
        this.parallel = parallel;
        this.progress = progress;
    }

    /// @param expired deleted points whose grace period has passed
    /// @throws IncompleteViewException something cannot be read
    void mark(List<ObjectKey> live, Collection<TrashedManifest> trashed, Collection<TrashedManifest> expired) {
        long total = (long) live.size() + trashed.size() + expired.size();
        each(live, total, key -> marking.mark(read(key), Mark.NEEDED));
        each(trashed, total, one -> read(one).ifPresent(point -> marking.mark(point, Mark.NEEDED)));
        marking.follow(Mark.NEEDED, parallel);
        each(expired, total, this::markExpired);
        marking.follow(Mark.NEEDED_BY_EXPIRED, parallel);
    }

    private <T> void each(Collection<T> all, long total, Consumer<T> action) {
        parallel.forEach(all, one -> {
            action.accept(one);
            progress.at(PruneProgress.Phase.READING_POINTS, done.incrementAndGet(), total);
        });
    }

    private RecoveryPoint read(ObjectKey key) {
        return readable(key, () -> points.read(key)).orElseGet(() -> moved(key));
    }

    /// Deleted since it was listed: then its copy in the trash is younger than the listing of those.
    private RecoveryPoint moved(ObjectKey key) {
        return trash.manifestsOf(key).stream()
                .flatMap(copy -> read(copy).stream())
                .findFirst()
                .orElseThrow(() -> new IncompleteViewException(key.value(), "it went while this ran", null));
    }

    /// Only prune removes a copy, so one that went was removed by another one, which will be noticed at the fence.
    private Optional<RecoveryPoint> read(TrashedManifest copy) {
        return readable(copy.key(), () -> trash.read(copy));
    }

    private static Optional<RecoveryPoint> readable(ObjectKey key, Supplier<Optional<RecoveryPoint>> reading) {
        try {
            return reading.get();
        } catch (DamagedException | UnsupportedFormatException e) {
            throw new IncompleteViewException(key.value(), String.valueOf(e.getMessage()), e);
        }
    }

    /// Nobody can bring it back, so damage is no reason to keep it: deleting a damaged point is how to get rid of it.
    private void markExpired(TrashedManifest copy) {
        try {
            read(copy).ifPresent(point -> marking.mark(point, Mark.NEEDED_BY_EXPIRED));
        } catch (IncompleteViewException e) {
            if (e.getCause() instanceof UnsupportedFormatException) {
                throw e;
            }
            warnings.add("Deleted point " + copy.manifest() + " is purged although it cannot be read whole: "
                    + e.getMessage());
        }
    }

    List<String> warnings() {
        synchronized (warnings) {
            return List.copyOf(warnings);
        }
    }
}
