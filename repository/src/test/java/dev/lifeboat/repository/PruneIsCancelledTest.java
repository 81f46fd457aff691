package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lifeboat.repository.prune.PruneProgress;
import dev.lifeboat.repository.prune.PruneReport;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The thread of a prune is interrupted at each of its steps.
class PruneIsCancelledTest {

    private static final PruneWorld BUSY = PruneScenes.busy();

    @Test
    void itStopsAtOnceAndTheNextOneNeedNotWait() {
        int steps = steps();
        assertThat(steps).isGreaterThan(10);
        for (int step = 0; step < steps - 1; step++) {
            var world = BUSY.copy();

            var thrown = interruptAt(world, step);

            // What comes after the last step that looks is done.
            assertThat(thrown)
                    .satisfiesAnyOf(
                            e -> assertThat(e).isInstanceOf(CancellationException.class),
                            e -> assertThat(e).isNull());
            world.assertAllPointsRestore();
            assertThat(world.prune(PruneScenes.compacting())).isInstanceOf(PruneReport.class);
            world.pruneToTheEnd();
            world.assertAllPointsRestore();
        }
        assertThat(interruptAt(BUSY.copy(), 1)).isInstanceOf(CancellationException.class);
    }

    private static Throwable interruptAt(PruneWorld world, int step) {
        var steps = new AtomicInteger();
        try {
            return catchThrowable(() -> world.repository().prune(PruneScenes.compacting(), (phase, done, total) -> {
                if (steps.getAndIncrement() == step) {
                    Thread.currentThread().interrupt();
                }
            }));
        } finally {
            Thread.interrupted();
        }
    }

    private static int steps() {
        var steps = new AtomicInteger();
        PruneProgress count = (phase, done, total) -> steps.incrementAndGet();
        BUSY.copy().repository().prune(PruneScenes.compacting(), count);
        return steps.get();
    }
}
