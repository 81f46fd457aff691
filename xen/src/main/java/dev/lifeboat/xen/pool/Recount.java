package dev.lifeboat.xen.pool;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices from the pool's own counts that an event was missed.
final class Recount {

    private static final Logger LOG = LoggerFactory.getLogger(Recount.class);

    /// A count that stays wrong though all was read anew is wrong itself, and no reason to read all again and again.
    private static final Duration SELDOM = Duration.ofMinutes(10);

    private final Clock clock;
    private Instant silentUntil = Instant.MIN;

    Recount(Clock clock) {
        this.clock = clock;
    }

    boolean findsMissing(EventBatch batch, RecordCache cache) {
        if (clock.instant().isBefore(silentUntil)) {
            return false;
        }
        var wrong = batch.counts().entrySet().stream()
                .filter(count -> cache.all(count.getKey()).size() != count.getValue())
                .findFirst();
        wrong.ifPresent(count -> {
            LOG.debug(
                    "The pool has {} objects of class {}, but {} are known",
                    count.getValue(),
                    count.getKey(),
                    cache.all(count.getKey()).size());
            silentUntil = clock.instant().plus(SELDOM);
        });
        return wrong.isPresent();
    }
}
