package dev.lifeboat.repository.objectstore;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Repeats calls that failed in a way that may pass, with growing, jittered pauses.
///
/// A repeated [#putIfAbsent] may find what its own first try wrote and then says that it did not create it;
/// its caller compares.
public final class RetryingObjectStore extends ForwardingObjectStore {

    private static final Logger LOG = LoggerFactory.getLogger(RetryingObjectStore.class);

    private final RetryPolicy policy;
    private final Supplier<RandomGenerator> random;
    private final Pause pause;
    private final Clock clock;

    public RetryingObjectStore(ObjectStore store) {
        this(store, RetryPolicy.standard(), ThreadLocalRandom::current, Thread::sleep);
    }

    public RetryingObjectStore(ObjectStore store, RetryPolicy policy, Supplier<RandomGenerator> random, Pause pause) {
        this(store, policy, random, pause, Clock.systemUTC());
    }

    public RetryingObjectStore(
            ObjectStore store, RetryPolicy policy, Supplier<RandomGenerator> random, Pause pause, Clock clock) {
        super(store);
        this.policy = policy;
        this.random = random;
        this.pause = pause;
        this.clock = clock;
    }

    @Override
    protected <T> T call(Operation operation, String object, Supplier<T> call) {
        var giveUpAt = clock.instant().plus(policy.within());
        for (int failures = 1; ; failures++) {
            try {
                return call.get();
            } catch (ObjectStoreException e) {
                var delay = policy.delay(failures, random.get());
                if (!e.retryable()
                        || failures >= policy.attempts()
                        || clock.instant().plus(delay).isAfter(giveUpAt)) {
                    throw e;
                }
                LOG.debug("{}; try {} of {} in {}", e.getMessage(), failures + 1, policy.attempts(), delay);
                sleep(delay, e);
            }
        }
    }

    private void sleep(Duration delay, ObjectStoreException failure) {
        try {
            pause.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
