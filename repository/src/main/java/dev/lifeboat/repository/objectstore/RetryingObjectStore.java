package dev.lifeboat.repository.objectstore;

import dev.lifeboat.repository.errors.ObjectStoreException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Repeats calls that failed in a way that may pass, with growing, jittered pauses.
///
/// A repeated [#putIfAbsent] may find what its own first try wrote and then says that it did not create it;
/// its caller compares.
public final class RetryingObjectStore implements ObjectStore {

    private static final Logger LOG = LoggerFactory.getLogger(RetryingObjectStore.class);

    private final ObjectStore store;
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
        this.store = store;
        this.policy = policy;
        this.random = random;
        this.pause = pause;
        this.clock = clock;
    }

    @Override
    public void put(ObjectKey key, ByteBuffer content) {
        retry(() -> {
            store.put(key, content);
            return key;
        });
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ByteBuffer content) {
        return retry(() -> store.putIfAbsent(key, content));
    }

    @Override
    public Upload upload(ObjectKey key, int partBytes) {
        return new RetriedUpload(retry(() -> store.upload(key, partBytes)));
    }

    private final class RetriedUpload implements Upload {

        private final Upload upload;

        RetriedUpload(Upload upload) {
            this.upload = upload;
        }

        @Override
        public void part(int number, ByteBuffer content) {
            retry(() -> {
                upload.part(number, content);
                return number;
            });
        }

        @Override
        public boolean complete(int parts) {
            return retry(() -> upload.complete(parts));
        }

        @Override
        public void close() {
            retry(() -> {
                upload.close();
                return upload;
            });
        }
    }

    @Override
    public Optional<byte[]> get(ObjectKey key) {
        return retry(() -> store.get(key));
    }

    @Override
    public OptionalLong getRange(ObjectKey key, long offset, ByteBuffer target) {
        int start = target.position();
        // A try that failed half-way has moved the target.
        return retry(() -> store.getRange(key, offset, target.position(start)));
    }

    @Override
    public Optional<byte[]> getSuffix(ObjectKey key, int length) {
        return retry(() -> store.getSuffix(key, length));
    }

    @Override
    public List<ObjectEntry> list(String prefix, Optional<ObjectKey> after, int limit) {
        return retry(() -> store.list(prefix, after, limit));
    }

    @Override
    public void delete(ObjectKey key) {
        retry(() -> {
            store.delete(key);
            return key;
        });
    }

    @Override
    public void deleteAll(Collection<ObjectKey> keys) {
        retry(() -> {
            store.deleteAll(keys);
            return keys;
        });
    }

    @Override
    public List<StoreSetting> settings() {
        return store.settings();
    }

    @Override
    public OptionalLong size(ObjectKey key) {
        return retry(() -> store.size(key));
    }

    @Override
    public String describe() {
        return store.describe();
    }

    @Override
    public void close() {
        store.close();
    }

    private <T> T retry(Supplier<T> call) {
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
