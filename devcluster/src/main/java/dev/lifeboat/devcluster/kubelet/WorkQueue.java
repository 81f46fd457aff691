package dev.lifeboat.devcluster.kubelet;

import dev.lifeboat.devcluster.store.ObjectKey;
import java.time.Duration;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keys to look at, now or later, one after the other on one thread.
final class WorkQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);

    private final DelayQueue<Item> items = new DelayQueue<>();
    private final Consumer<ObjectKey> work;
    private final Thread thread;

    WorkQueue(String name, Consumer<ObjectKey> work) {
        this.work = work;
        thread = Thread.ofVirtual().name(name).start(this::run);
    }

    void add(ObjectKey key, Duration delay) {
        items.add(new Item(key, System.nanoTime() + delay.toNanos()));
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                var key = items.take().key;
                try {
                    work.accept(key);
                } catch (RuntimeException e) {
                    LOG.error("Work on {} failed", key, e);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private record Item(ObjectKey key, long due) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
