package dev.lifeboat.simulator.database;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The lock behind which everything happens, and the number that grows with every change; whoever waits for one is
/// woken by it.
final class Versions {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long generation;

    <T> T holding(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /// The number of a change that the caller, who holds the lock, is about to make.
    long next() {
        changed.signalAll();
        return ++generation;
    }

    long now() {
        return holding(() -> generation);
    }

    /// Waits until something changes after the generation, at most for the time given.
    void awaitChange(long since, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (generation <= since && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the condition, looking after each change; false when the time is over.
    boolean await(Supplier<Boolean> condition, long limit, TimeUnit unit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = unit.toNanos(limit);
            while (!condition.get()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
