package dev.lifeboat.repository.objectstore;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.errors.ObjectStoreException.Retry;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Works for a number of calls, then fails: for ever, as if the process had stopped, or once.
public final class FailingObjectStore implements ObjectStore {

    /// What becomes of the first call that fails.
    public enum Failure {
        /// Nothing was done.
        BEFORE,
        /// It was done, but the answer was lost.
        AFTER
    }

    /// What becomes of the calls after it.
    public enum Then {
        STOP,
        GO_ON
    }

    private final ObjectStore store;
    private final int failingCall;
    private final Failure failure;
    private final Then then;
    private final AtomicInteger calls = new AtomicInteger();

    public FailingObjectStore(ObjectStore store, int failingCall, Failure failure, Then then) {
        this.store = store;
        this.failingCall = failingCall;
        this.failure = failure;
        this.then = then;
    }

    public int calls() {
        return calls.get();
    }

    private <T> T call(Operation operation, String key, Supplier<T> call) {
        int number = calls.getAndIncrement();
        boolean fails = then == Then.STOP ? number >= failingCall : number == failingCall;
        if (!fails) {
            return call.get();
        }
        if (number == failingCall && failure == Failure.AFTER) {
            call.get();
        }
        throw new ObjectStoreException(
                operation, key, Retry.LATER, "call " + number + " fails as the test wants", null);
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
                return FailingObjectStore.this.call(operation, key.value(), call);
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

    @Override
    public OptionalLong size(ObjectKey key) {
        return call(Operation.HEAD, key.value(), () -> store.size(key));
    }

    @Override
    public String describe() {
        return store.describe();
    }

    @Override
    public void close() {}
}
