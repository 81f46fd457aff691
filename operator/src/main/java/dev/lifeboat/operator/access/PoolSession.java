package dev.lifeboat.operator.access;

import dev.lifeboat.xen.CredentialsRejectedException;
import dev.lifeboat.xen.InterruptedCallException;
import dev.lifeboat.xen.PoolAccess;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The session of one pool and what it was opened with.
final class PoolSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PoolSession.class);
    /// A pool master answers calls of all clients from a small set of threads; more at once only queue there.
    private static final int CALLS_AT_A_TIME = 8;
    /// A wrong password is not tried again before: directories lock users out after a few attempts.
    private static final Duration REJECTION_LASTS = Duration.ofMinutes(10);

    private final Clock clock;
    private final Semaphore calls = new Semaphore(CALLS_AT_A_TIME);
    private final ReentrantLock opening = new ReentrantLock();
    private volatile Instant lastUse;
    private Optional<Open> open = Optional.empty();
    private Optional<Rejection> rejection = Optional.empty();

    private record Open(PoolAccess access, XenPool pool) {}

    private record Rejection(PoolAccess access, CredentialsRejectedException failure, Instant until) {}

    PoolSession(Clock clock) {
        this.clock = clock;
        this.lastUse = clock.instant();
    }

    <T> T call(PoolAccess access, Function<PoolAccess, XenPool> connect, Function<XenPool, T> work) {
        acquire();
        try {
            return work.apply(pool(access, connect));
        } catch (XapiException e) {
            if (e.kind() == XenException.Kind.SESSION) {
                close();
            }
            throw e;
        } finally {
            calls.release();
            lastUse = clock.instant();
        }
    }

    /// Nothing is opened for it.
    <T> Optional<T> callIfOpen(Function<XenPool, T> work) {
        acquire();
        try {
            return current().map(work);
        } finally {
            calls.release();
            lastUse = clock.instant();
        }
    }

    private Optional<XenPool> current() {
        opening.lock();
        try {
            return open.map(Open::pool);
        } finally {
            opening.unlock();
        }
    }

    boolean unusedSince(Instant instant) {
        return lastUse.isBefore(instant) && calls.availablePermits() == CALLS_AT_A_TIME;
    }

    private void acquire() {
        try {
            calls.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedCallException("waiting for a turn at the pool");
        }
    }

    private XenPool pool(PoolAccess access, Function<PoolAccess, XenPool> connect) {
        opening.lock();
        try {
            var current = open.filter(it -> it.access().equals(access));
            if (current.isPresent()) {
                return current.get().pool();
            }
            logOut();
            return connect(access, connect);
        } finally {
            opening.unlock();
        }
    }

    private XenPool connect(PoolAccess access, Function<PoolAccess, XenPool> connect) {
        rejection
                .filter(it -> it.access().equals(access) && clock.instant().isBefore(it.until()))
                .ifPresent(it -> {
                    throw it.failure();
                });
        try {
            var pool = connect.apply(access);
            open = Optional.of(new Open(access, pool));
            return pool;
        } catch (CredentialsRejectedException e) {
            rejection = Optional.of(new Rejection(access, e, clock.instant().plus(REJECTION_LASTS)));
            throw e;
        }
    }

    private void logOut() {
        open.ifPresent(it -> {
            try {
                it.pool().close();
            } catch (XenException e) {
                LOG.debug("Logging out of {}", it.access().endpoints(), e);
            }
        });
        open = Optional.empty();
    }

    @Override
    public void close() {
        opening.lock();
        try {
            logOut();
        } finally {
            opening.unlock();
        }
    }
}
