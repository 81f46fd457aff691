package dev.lifeboat.agent.nbd;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a disk to the number of connections that it should have, in a thread of its own while there is something to
/// do. What cannot be had is done without as long as one connection is left; without any the disk is lost.
final class ConnectionRepair implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionRepair.class);

    private final String name;
    private final NbdSettings settings;
    private final Connector connector;
    private final Dispatch dispatch;
    private final Runnable noMore;

    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Thread> worker = Optional.empty();
    private boolean closed;
    private int wanted = 1;

    /// @param noMore told when the servers grant no more connections
    ConnectionRepair(String name, NbdSettings settings, Connector connector, Dispatch dispatch, Runnable noMore) {
        this.name = name;
        this.settings = settings;
        this.connector = connector;
        this.dispatch = dispatch;
        this.noMore = noMore;
    }

    /// So many there should be from now on.
    void want(int connections) {
        lock.lock();
        try {
            wanted = connections;
        } finally {
            lock.unlock();
        }
        begin();
    }

    /// There may be too few.
    void begin() {
        lock.lock();
        try {
            if (!closed && worker.isEmpty() && dispatch.live().size() < wanted) {
                worker = Optional.of(
                        Thread.ofVirtual().name("nbd-repair " + name).start(this::work));
            }
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        int failures = 0;
        try {
            while (!isDone()) {
                try {
                    TimeUnit.NANOSECONDS.sleep(settings.pause().toNanos());
                    dispatch.add(connector.connect());
                    failures = 0;
                } catch (RuntimeException e) {
                    failures++;
                    LOG.warn("No new connection, try {} of {}: {}", failures, settings.tries(), e.getMessage());
                    if (failures >= settings.tries()) {
                        giveUp(e, failures);
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("{}: closed while replacing a connection", name, e);
        }
    }

    private boolean isDone() {
        lock.lock();
        try {
            boolean done = closed || dispatch.isBroken() || dispatch.live().size() >= wanted;
            if (done) {
                worker = Optional.empty();
            }
            return done;
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(RuntimeException reason, int failures) {
        lock.lock();
        try {
            worker = Optional.empty();
            wanted = Math.max(1, dispatch.live().size());
        } finally {
            lock.unlock();
        }
        noMore.run();
        dispatch.failUnlessLive(new ConnectionLostException(
                "%s: the connection was lost and no new one came up in %d tries, at last: %s"
                        .formatted(name, failures, reason.getMessage()),
                reason));
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            worker.ifPresent(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }
}
