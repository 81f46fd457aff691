package dev.lifeboat.repository.objectstore;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.errors.ObjectStoreException.Retry;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Works for a number of calls, then fails: for ever, as if the process had stopped, or once.
public final class FailingObjectStore extends ForwardingObjectStore {

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

    private final int failingCall;
    private final Failure failure;
    private final Then then;
    private final AtomicInteger calls = new AtomicInteger();

    public FailingObjectStore(ObjectStore store, int failingCall, Failure failure, Then then) {
        super(store);
        this.failingCall = failingCall;
        this.failure = failure;
        this.then = then;
    }

    public int calls() {
        return calls.get();
    }

    @Override
    protected <T> T call(Operation operation, String object, Supplier<T> call) {
        int number = calls.getAndIncrement();
        boolean fails = then == Then.STOP ? number >= failingCall : number == failingCall;
        if (!fails) {
            return call.get();
        }
        if (number == failingCall && failure == Failure.AFTER) {
            call.get();
        }
        throw new ObjectStoreException(
                operation, object, Retry.LATER, "call " + number + " fails as the test wants", null);
    }

    /// Each of them is a call, at which it may fail.
    @Override
    public void deleteAll(Collection<ObjectKey> keys) {
        keys.forEach(this::delete);
    }

    /// What outlives the process stays open.
    @Override
    public void close() {}
}
