package dev.lifeboat.repository.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.objectstore.FailingObjectStore.Failure;
import dev.lifeboat.repository.objectstore.FailingObjectStore.Then;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryingObjectStoreTest extends ObjectStoreContract {

    private static final ObjectKey KEY = new ObjectKey("key");

    private final InMemoryObjectStore memory = new InMemoryObjectStore();
    private final List<Duration> pauses = new ArrayList<>();

    @Override
    protected ObjectStore open() {
        return retrying(memory, 3);
    }

    @Test
    void aFailureThatPassesIsNotSeen() {
        var store = retrying(new FailingObjectStore(memory, 0, Failure.BEFORE, Then.GO_ON), 3);

        store.put(KEY, ByteBuffer.wrap(new byte[] {1}));

        assertThat(memory.get(KEY)).hasValue(new byte[] {1});
        assertThat(pauses).hasSize(1);
    }

    @Test
    void aRangeIsReadIntoTheSamePlaceAgain() {
        memory.put(KEY, ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
        var store = retrying(new FailingObjectStore(memory, 0, Failure.AFTER, Then.GO_ON), 3);
        var target = ByteBuffer.allocate(10).position(5).limit(8);

        assertThat(store.getRange(KEY, 1, target)).hasValue(3);

        assertThat(target.array()).containsExactly(0, 0, 0, 0, 0, 2, 3, 4, 0, 0);
    }

    @Test
    void itGivesUpAfterSoManyTriesWithGrowingJitteredPauses() {
        var failing = new FailingObjectStore(memory, 0, Failure.BEFORE, Then.STOP);

        assertThatThrownBy(() -> retrying(failing, 6).get(KEY)).isInstanceOf(ObjectStoreException.class);

        assertThat(failing.calls()).isEqualTo(6);
        assertThat(pauses).hasSize(5);
        for (int i = 0; i < 5; i++) {
            assertThat(pauses.get(i)).isBetween(Duration.ZERO, Duration.ofMillis(Math.min(400, 100L << i)));
        }
    }

    @Test
    void itGivesUpWhenItsTimeIsOver() {
        var clock = new ManualClock();
        var failing = new FailingObjectStore(memory, 0, Failure.BEFORE, Then.STOP);
        var policy = new RetryPolicy(100, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(49));
        var store = new RetryingObjectStore(
                failing, policy, () -> new Random(1), _ -> clock.advance(Duration.ofSeconds(25)), clock);

        assertThatThrownBy(() -> store.get(KEY)).isInstanceOf(ObjectStoreException.class);

        assertThat(failing.calls()).isEqualTo(3);
    }

    @Test
    void anInterruptedPauseEndsItWithTheFailure() {
        var failing = new FailingObjectStore(memory, 0, Failure.BEFORE, Then.STOP);
        var store = new RetryingObjectStore(failing, RetryPolicy.standard(), () -> new Random(1), _ -> {
            throw new InterruptedException();
        });

        assertThatThrownBy(() -> store.get(KEY)).isInstanceOf(ObjectStoreException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failing.calls()).isEqualTo(1);
    }

    @Test
    void aRepeatedConditionalPutMayFindItsOwn() {
        var store = retrying(new FailingObjectStore(memory, 0, Failure.AFTER, Then.GO_ON), 3);

        assertThat(store.putIfAbsent(KEY, ByteBuffer.wrap(new byte[] {1}))).isFalse();

        assertThat(memory.get(KEY)).hasValue(new byte[] {1});
    }

    private RetryingObjectStore retrying(ObjectStore store, int attempts) {
        var policy = new RetryPolicy(attempts, Duration.ofMillis(100), Duration.ofMillis(400));
        return new RetryingObjectStore(store, policy, () -> new Random(1), pauses::add);
    }
}
