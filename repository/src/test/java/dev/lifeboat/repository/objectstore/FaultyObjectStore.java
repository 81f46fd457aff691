package dev.lifeboat.repository.objectstore;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.errors.ObjectStoreException.Retry;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Fails now and then, by the dice it is given: before a call, or after it with the answer lost, or in the
/// middle of a range; lags; and loses objects. What [FailingObjectStore] does at one chosen call, this one
/// does anywhere.
public final class FaultyObjectStore extends ForwardingObjectStore {

    private final ObjectStore store;
    private final RandomGenerator random;
    private final double before;
    private final double after;
    private final boolean sparesConditionalPuts;
    private final Pause lag;
    private final Duration longestLag;

    private FaultyObjectStore(
            ObjectStore store,
            RandomGenerator random,
            double before,
            double after,
            boolean sparesConditionalPuts,
            Pause lag,
            Duration longestLag) {
        super(store);
        this.store = store;
        this.random = random;
        this.before = before;
        this.after = after;
        this.sparesConditionalPuts = sparesConditionalPuts;
        this.lag = lag;
        this.longestLag = longestLag;
    }

    public static FaultyObjectStore with(ObjectStore store, RandomGenerator random) {
        return new FaultyObjectStore(store, random, 0, 0, false, _ -> {}, Duration.ZERO);
    }

    /// @param share of calls, 0 to 1, that do nothing but fail
    public FaultyObjectStore failingBefore(double share) {
        return new FaultyObjectStore(store, random, share, after, sparesConditionalPuts, lag, longestLag);
    }

    /// @param share of calls, 0 to 1, that do their work and fail nevertheless
    public FaultyObjectStore losingAnswers(double share) {
        return new FaultyObjectStore(store, random, before, share, sparesConditionalPuts, lag, longestLag);
    }

    public FaultyObjectStore sparingConditionalPuts() {
        return new FaultyObjectStore(store, random, before, after, true, lag, longestLag);
    }

    /// @param pause is told how long each call lags, up to `longest`
    public FaultyObjectStore lagging(Pause pause, Duration longest) {
        return new FaultyObjectStore(store, random, before, after, sparesConditionalPuts, pause, longest);
    }

    /// The object is gone, as if its disk had died.
    public void lose(ObjectKey key) {
        store.delete(key);
    }

    @Override
    protected <T> T call(Operation operation, String object, Supplier<T> call) {
        lag();
        if (operation == Operation.PUT_IF_ABSENT && sparesConditionalPuts) {
            return call.get();
        }
        double dice = dice();
        if (dice < before) {
            throw failure(operation, object, "was not done");
        }
        var result = call.get();
        if (dice < before + after) {
            throw failure(operation, object, "was done, but the answer got lost");
        }
        return result;
    }

    private synchronized double dice() {
        return random.nextDouble();
    }

    private void lag() {
        if (longestLag.isZero()) {
            return;
        }
        try {
            lag.sleep(longestLag.multipliedBy((long) (dice() * 1000)).dividedBy(1000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ObjectStoreException failure(Operation operation, String object, String what) {
        return new ObjectStoreException(operation, object, Retry.LATER, what + ", as the test wants", null);
    }
}
