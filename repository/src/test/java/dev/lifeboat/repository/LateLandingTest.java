package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.errors.ObjectStoreException.Retry;
import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.objectstore.ForwardingObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.prune.PruneProgress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A prune stops, and one of its writes or deletions is still on its way: it takes effect when another prune has taken
/// over and others have written.
class LateLandingTest {

    private static final PruneWorld BUSY = PruneScenes.busy();

    /// The one that is on its way takes effect when told to.
    private static final class Slow extends ForwardingObjectStore {

        private final int late;
        private int mutations;
        private Optional<Runnable> onItsWay = Optional.empty();

        Slow(ObjectStore store, int late) {
            super(store);
            this.late = late;
        }

        @Override
        public void put(ObjectKey key, ByteBuffer content) {
            var copy = ByteBuffer.allocate(content.remaining())
                    .put(content.duplicate())
                    .flip();
            mutate(Operation.PUT, key, () -> super.put(key, copy));
        }

        @Override
        public void delete(ObjectKey key) {
            mutate(Operation.DELETE, key, () -> super.delete(key));
        }

        @Override
        public void deleteAll(Collection<ObjectKey> keys) {
            keys.forEach(this::delete);
        }

        private void mutate(Operation operation, ObjectKey key, Runnable mutation) {
            int number = mutations++;
            if (number < late) {
                mutation.run();
                return;
            }
            if (number == late) {
                onItsWay = Optional.of(mutation);
            }
            throw new ObjectStoreException(operation, key.value(), Retry.LATER, "no answer", null);
        }
    }

    @Test
    void harmsNothingWhicheverRequestItIs() {
        int landed = 0;
        for (int late = 0; ; late++) {
            var world = BUSY.copy();
            var slow = new Slow(world.store, late);
            catchThrowable(() -> world.repository(slow).prune(PruneScenes.compacting(), PruneProgress.silent()));
            if (slow.onItsWay.isEmpty()) {
                break;
            }
            landed++;
            world.clock.advance(Duration.ofHours(1));
            world.prune(PruneScenes.compacting());
            // Borrows all it can of what is there.
            world.backUp(PruneScenes.OTHER_VM, "borrower", world.expected.get("second"), Optional.empty());
            world.backUp(PruneScenes.OTHER_VM, "again", PruneWorld.noise(200, 7), Optional.empty());

            slow.onItsWay.get().run();

            world.assertAllPointsRestore();
            world.clock.advance(PruneWorld.PACK_GRACE);
            world.prune(PruneScenes.compacting());
            world.assertAllPointsRestore();
            world.pruneToTheEnd();
            world.assertAllPointsRestore();
            assertThat(world.keys("trash/")).isEmpty();
        }
        assertThat(landed).isGreaterThan(12);
    }

    @Test
    void ofACommitAfterItsSessionWasTakenForDeadIsSeenByTheNextPrune() {
        var world = new PruneWorld();
        var disk = PruneWorld.noise(150, 2);
        var late = new CommitOnItsWay(world.store);
        var thrown = catchThrowable(
                () -> PruneWorld.write(world.repository(late), Fixtures.VM, "late", disk, Optional.empty()));
        assertThat(thrown).isInstanceOf(RepositoryException.class);
        world.clock.advance(PruneWorld.PACK_GRACE.plusMinutes(1));
        assertThat(world.prune().trashed().packs()).isPositive();

        late.onItsWay.orElseThrow().run();
        world.expected.put("late", disk);

        world.pruneToTheEnd();
        world.assertAllPointsRestore();
    }

    private static final class CommitOnItsWay extends ForwardingObjectStore {

        private Optional<Runnable> onItsWay = Optional.empty();

        CommitOnItsWay(ObjectStore store) {
            super(store);
        }

        @Override
        public boolean putIfAbsent(ObjectKey key, ByteBuffer content) {
            if (!key.value().startsWith("points/")) {
                return super.putIfAbsent(key, content);
            }
            onItsWay = Optional.of(() -> super.putIfAbsent(key, content));
            throw new ObjectStoreException(Operation.PUT_IF_ABSENT, key.value(), Retry.LATER, "no answer", null);
        }
    }
}
