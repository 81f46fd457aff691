package dev.lifeboat.agent.nbd;

import dev.lifeboat.xen.NbdExport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections of one disk: spreads requests over them, and replaces those that break.
final class ConnectionSet implements NbdConnection.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionSet.class);

    /// A host needs seconds to open its firewall after a network became one for NBD; longer waits are the next order's.
    private static final int OPENING_TRIES = 3;

    private final NbdClient client;
    private final String name;
    private final ExportLookup lookup;
    private final NbdSettings settings;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<NbdConnection> live = new ArrayList<>();
    private final List<ReadRequest> waiting = new ArrayList<>();
    private Optional<NbdException> broken = Optional.empty();
    private Optional<Thread> repair = Optional.empty();

    ConnectionSet(NbdClient client, String name, ExportLookup lookup, NbdSettings settings) {
        this.client = client;
        this.name = name;
        this.lookup = lookup;
        this.settings = settings;
    }

    NbdConnection openFirst() throws InterruptedException {
        return connect();
    }

    /// A server may have fewer connections left than we would like: then fewer do.
    void openOthers() throws InterruptedException {
        while (size() < settings.connections()) {
            try {
                connect();
            } catch (NbdUnavailableException e) {
                LOG.info("Going on with {} of {} connections: {}", size(), settings.connections(), e.getMessage());
                return;
            }
        }
    }

    int size() {
        lock.lock();
        try {
            return live.size();
        } finally {
            lock.unlock();
        }
    }

    void submit(List<ReadRequest> requests) {
        var shares = new HashMap<NbdConnection, List<ReadRequest>>();
        lock.lock();
        try {
            if (broken.isPresent()) {
                var reason = broken.get();
                requests.forEach(request -> request.outcome().failed(reason));
            } else if (live.isEmpty()) {
                waiting.addAll(requests);
            } else {
                spread(requests, shares);
            }
        } finally {
            lock.unlock();
        }
        shares.forEach(NbdConnection::submit);
    }

    /// To the least busy connection, by bytes: a slow one gets less.
    private void spread(List<ReadRequest> requests, Map<NbdConnection, List<ReadRequest>> shares) {
        long[] busy = live.stream().mapToLong(NbdConnection::inFlightBytes).toArray();
        for (var request : requests) {
            int least = 0;
            for (int i = 1; i < busy.length; i++) {
                least = busy[i] < busy[least] ? i : least;
            }
            busy[least] += request.lengthBytes();
            shares.computeIfAbsent(live.get(least), _ -> new ArrayList<>()).add(request);
        }
    }

    @Override
    public void refused(NbdConnection connection, ReadRequest request, SimpleReply reply) {
        var reason = new ReadFailedException(
                "%s: %s: reading %s was answered with %s".formatted(name, connection, request, reply.errorName()));
        if (reply.isFinal() || request.tries() + 1 >= settings.tries()) {
            request.outcome().failed(reason);
            return;
        }
        LOG.warn("{}; asking again", reason.getMessage());
        connection.later(() -> submit(List.of(request.again())), settings.pause());
    }

    @Override
    public void lost(NbdConnection connection, List<ReadRequest> unanswered, NbdException reason) {
        if (forget(connection)) {
            LOG.warn("{}: {}; {} reads are asked again", name, reason.getMessage(), unanswered.size());
        }
        var again = new ArrayList<ReadRequest>();
        for (var request : unanswered) {
            if (request.tries() + 1 < settings.tries()) {
                again.add(request.again());
            } else {
                request.outcome()
                        .failed(new ReadFailedException(
                                "%s: reading %s failed %d times, at last: %s"
                                        .formatted(name, request, settings.tries(), reason.getMessage()),
                                reason));
            }
        }
        submit(again);
    }

    /// @return whether it was in use until now
    private boolean forget(NbdConnection connection) {
        lock.lock();
        try {
            boolean known = live.remove(connection);
            if (known && broken.isEmpty() && repair.isEmpty()) {
                repair = Optional.of(
                        Thread.ofVirtual().name("nbd-repair " + name).start(this::replaceLost));
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    /// Runs until the set is whole again, or gives up: with other connections alive that is no harm, without any the
    /// disk is lost.
    private void replaceLost() {
        int failures = 0;
        try {
            while (!isWholeAgain()) {
                TimeUnit.NANOSECONDS.sleep(settings.pause().toNanos());
                try {
                    connectTo(targets());
                    failures = 0;
                } catch (RuntimeException e) {
                    failures++;
                    LOG.warn("No new connection, try {} of {}: {}", failures, settings.tries(), e.getMessage());
                    if (failures >= settings.tries()) {
                        giveUp(new ConnectionLostException(
                                "%s: the connection was lost and no new one came up in %d tries, at last: %s"
                                        .formatted(name, failures, e.getMessage()),
                                e));
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("{}: closed while replacing a connection", name, e);
        }
    }

    private boolean isWholeAgain() {
        lock.lock();
        try {
            boolean whole = broken.isPresent() || live.size() >= settings.connections();
            if (whole) {
                repair = Optional.empty();
            }
            return whole;
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(NbdException reason) {
        lock.lock();
        try {
            repair = Optional.empty();
            if (live.isEmpty()) {
                fail(reason);
            }
        } finally {
            lock.unlock();
        }
    }

    private void fail(NbdException reason) {
        broken = Optional.of(broken.orElse(reason));
        waiting.forEach(request -> request.outcome().failed(reason));
        waiting.clear();
    }

    private NbdConnection connect() throws InterruptedException {
        for (int tries = 1; ; tries++) {
            var targets = targets();
            try {
                return connectTo(targets);
            } catch (NbdUnavailableException e) {
                if (tries >= OPENING_TRIES || size() > 0) {
                    throw e;
                }
                LOG.info("{}; trying again", e.getMessage());
                TimeUnit.NANOSECONDS.sleep(settings.pause().toNanos());
            }
        }
    }

    private NbdConnection connectTo(List<NbdExport> targets) throws InterruptedException {
        var failures = new ArrayList<String>();
        for (var target : targets) {
            try {
                var connection = client.connect(target, settings, this);
                take(connection);
                return connection;
            } catch (NbdUnavailableException e) {
                failures.add(e.getMessage());
            }
        }
        throw new NbdUnavailableException(name + ": no NBD server serves it: " + String.join("; ", failures));
    }

    private List<NbdExport> targets() {
        var all = lookup.exports();
        var usable = all.stream()
                .filter(export -> settings.network()
                        .map(range -> range.contains(export.address()))
                        .orElse(true))
                .toList();
        if (usable.isEmpty()) {
            throw new NbdUnavailableException(name + ": the pool names "
                    + (all.isEmpty()
                            ? "no NBD address; give one of its networks the purpose nbd"
                            : all.size() + " NBD addresses, none of them inside "
                                    + settings.network()
                                            .map(NetworkRange::toString)
                                            .orElse("")));
        }
        return usable;
    }

    private void take(NbdConnection connection) {
        List<ReadRequest> now;
        lock.lock();
        try {
            long size = live.isEmpty()
                    ? connection.export().sizeBytes()
                    : live.getFirst().export().sizeBytes();
            if (broken.isPresent() || connection.export().sizeBytes() != size) {
                var _ = connection.close();
                throw new NbdUnavailableException("%s: its export has %d bytes instead of %d"
                        .formatted(connection, connection.export().sizeBytes(), size));
            }
            live.add(connection);
            now = List.copyOf(waiting);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        submit(now);
    }

    @Override
    public void close() {
        List<NbdConnection> open;
        lock.lock();
        try {
            fail(new ConnectionLostException(name + ": the disk was closed"));
            repair.ifPresent(Thread::interrupt);
            open = List.copyOf(live);
            live.clear();
        } finally {
            lock.unlock();
        }
        open.stream()
                .map(NbdConnection::close)
                .toList()
                .forEach(closed -> closed.awaitUninterruptibly(2, TimeUnit.SECONDS));
    }
}
