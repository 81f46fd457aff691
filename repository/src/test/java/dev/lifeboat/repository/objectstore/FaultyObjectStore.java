package dev.lifeboat.repository.objectstore;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.errors.ObjectStoreException.Retry;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Fails now and then, by the dice it is given: before a call, or after it with the answer lost. What
/// [FailingObjectStore] does at one chosen call, this one does anywhere.
public final class FaultyObjectStore extends ForwardingObjectStore {

    private final ObjectStore store;
    private final RandomGenerator random;
    private final double before;
    private final double after;
    private final boolean sparesConditionalPuts;

    private FaultyObjectStore(
            ObjectStore store, RandomGenerator random, double before, double after, boolean sparesConditionalPuts) {
        super(store);
        this.store = store;
        this.random = random;
        this.before = before;
        this.after = after;
        this.sparesConditionalPuts = sparesConditionalPuts;
    }

    public static FaultyObjectStore with(ObjectStore store, RandomGenerator random) {
        return new FaultyObjectStore(store, random, 0, 0, false);
    }

    /// @param share of calls, 0 to 1, that do nothing but fail
    public FaultyObjectStore failingBefore(double share) {
        return new FaultyObjectStore(store, random, share, after, sparesConditionalPuts);
    }

    /// @param share of calls, 0 to 1, that do their work and fail nevertheless
    public FaultyObjectStore losingAnswers(double share) {
        return new FaultyObjectStore(store, random, before, share, sparesConditionalPuts);
    }

    public FaultyObjectStore sparingConditionalPuts() {
        return new FaultyObjectStore(store, random, before, after, true);
    }

    @Override
    protected <T> T call(Operation operation, String object, Supplier<T> call) {
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

    private static ObjectStoreException failure(Operation operation, String object, String what) {
        return new ObjectStoreException(operation, object, Retry.LATER, what + ", as the test wants", null);
    }
}
