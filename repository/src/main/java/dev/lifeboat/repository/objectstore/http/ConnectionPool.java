package dev.lifeboat.repository.objectstore.http;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Connections that wait for their next request. How many are open at once is up to the callers: each call
/// has at most one.
final class ConnectionPool implements AutoCloseable {

    private final HttpSettings settings;
    private final Map<Origin, Deque<Connection>> idle = new HashMap<>();
    private boolean closed;

    ConnectionPool(HttpSettings settings) {
        this.settings = settings;
    }

    Connection take(Origin origin) throws IOException {
        for (var waiting = waiting(origin); waiting.isPresent(); waiting = waiting(origin)) {
            if (isFresh(waiting.orElseThrow())) {
                return waiting.orElseThrow();
            }
            waiting.orElseThrow().close();
        }
        return Connection.open(origin, settings);
    }

    /// The one used last: the others grow old and are closed.
    private synchronized Optional<Connection> waiting(Origin origin) {
        return Optional.ofNullable(idle.get(origin)).map(Deque::pollLast);
    }

    private boolean isFresh(Connection connection) {
        return Duration.ofNanos(System.nanoTime() - connection.movedAtNanos()).compareTo(settings.idle()) < 0
                && connection.isQuiet();
    }

    void giveBack(Connection connection) {
        connection.moved();
        synchronized (this) {
            if (!closed) {
                var waiting = idle.computeIfAbsent(connection.origin(), _ -> new ArrayDeque<>());
                closeOld(waiting);
                waiting.addLast(connection);
                return;
            }
        }
        connection.close();
    }

    private void closeOld(Deque<Connection> waiting) {
        var before = System.nanoTime() - settings.idle().toNanos();
        while (!waiting.isEmpty() && waiting.getFirst().movedAtNanos() - before < 0) {
            waiting.removeFirst().close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.values().forEach(waiting -> waiting.forEach(Connection::close));
        idle.clear();
    }
}
