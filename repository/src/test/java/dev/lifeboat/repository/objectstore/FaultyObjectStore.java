package dev.lifeboat.repository.objectstore;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.errors.ObjectStoreException.Retry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Fails now and then, by the dice it is given: before a call, or after it with the answer lost, or in the
/// middle of a range; lags; and loses objects. What [FailingObjectStore] does at one chosen call, this one
/// does anywhere.
public final class FaultyObjectStore implements ObjectStore {

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

    private <T> T call(Operation operation, String key, Supplier<T> call) {
        lag();
        if (operation == Operation.PUT_IF_ABSENT && sparesConditionalPuts) {
            return call.get();
        }
        double dice = dice();
        if (dice < before) {
            throw failure(operation, key, "was not done");
        }
        var result = call.get();
        if (dice < before + after) {
            throw failure(operation, key, "was done, but the answer got lost");
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

    private static ObjectStoreException failure(Operation operation, String key, String what) {
        return new ObjectStoreException(operation, key, Retry.LATER, what + ", as the test wants", null);
    }

    @Override
    public void put(ObjectKey key, ByteBuffer content) {
        call(Operation.PUT, key.value(), () -> {
            store.put(key, content);
            return key;
        });
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ByteBuffer content) {
        return call(Operation.PUT_IF_ABSENT, key.value(), () -> store.putIfAbsent(key, content));
    }

    @Override
    public Upload upload(ObjectKey key, int partBytes) {
        var upload = call(Operation.PUT, key.value(), () -> store.upload(key, partBytes));
        return new HookedUpload(upload, new HookedUpload.Hook() {
            @Override
            public <T> T call(Operation operation, Supplier<T> call) {
                return FaultyObjectStore.this.call(operation, key.value(), call);
            }
        });
    }

    @Override
    public Optional<byte[]> get(ObjectKey key) {
        return call(Operation.GET, key.value(), () -> store.get(key));
    }

    @Override
    public OptionalLong getRange(ObjectKey key, long offset, ByteBuffer target) {
        return call(Operation.GET, key.value(), () -> store.getRange(key, offset, target));
    }

    @Override
    public Optional<byte[]> getSuffix(ObjectKey key, int length) {
        return call(Operation.GET, key.value(), () -> store.getSuffix(key, length));
    }

    @Override
    public List<ObjectEntry> list(String prefix, Optional<ObjectKey> after, int limit) {
        return call(Operation.LIST, prefix, () -> store.list(prefix, after, limit));
    }

    @Override
    public void delete(ObjectKey key) {
        call(Operation.DELETE, key.value(), () -> {
            store.delete(key);
            return key;
        });
    }

    /// One call, as it is to a bucket; [FailingObjectStore] counts each key.
    @Override
    public void deleteAll(Collection<ObjectKey> keys) {
        call(Operation.DELETE, keys.size() + " objects", () -> {
            store.deleteAll(keys);
            return keys;
        });
    }

    @Override
    public OptionalLong size(ObjectKey key) {
        return call(Operation.HEAD, key.value(), () -> store.size(key));
    }

    @Override
    public String describe() {
        return store.describe();
    }

    @Override
    public void close() {
        store.close();
    }
}
