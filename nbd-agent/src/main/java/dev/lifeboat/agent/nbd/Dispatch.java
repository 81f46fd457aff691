package dev.lifeboat.agent.nbd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Hands requests to the connections of a disk, each as much as its [Window] has room for; the rest waits here, where
/// any of them can take it: a slow one gets less.
final class Dispatch {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<NbdConnection> live = new ArrayList<>();
    private final ArrayDeque<Request> waiting = new ArrayDeque<>();
    private Optional<NbdException> broken = Optional.empty();

    void submit(Collection<? extends Request> requests) {
        change(() -> waiting.addAll(requests));
    }

    /// Those that were asked before go first: somebody has waited for them longest.
    void submitAgain(Collection<? extends Request> requests) {
        change(() -> List.copyOf(requests).reversed().forEach(waiting::addFirst));
    }

    /// There may be room now.
    void proceed() {
        change(() -> {});
    }

    /// @throws NbdUnavailableException its export is not the one of the others, or nobody reads this disk any more
    void add(NbdConnection connection) {
        change(() -> {
            long size = live.isEmpty()
                    ? connection.export().sizeBytes()
                    : live.getFirst().export().sizeBytes();
            if (broken.isPresent() || connection.export().sizeBytes() != size) {
                var _ = connection.close();
                throw new NbdUnavailableException("%s: its export has %d bytes instead of %d"
                        .formatted(connection, connection.export().sizeBytes(), size));
            }
            live.add(connection);
        });
    }

    /// @return whether it was in use until now
    boolean remove(NbdConnection connection) {
        lock.lock();
        try {
            return live.remove(connection);
        } finally {
            lock.unlock();
        }
    }

    List<NbdConnection> live() {
        lock.lock();
        try {
            return List.copyOf(live);
        } finally {
            lock.unlock();
        }
    }

    boolean isBroken() {
        lock.lock();
        try {
            return broken.isPresent();
        } finally {
            lock.unlock();
        }
    }

    /// Whether more could be asked at once than the connections take.
    boolean isWaiting() {
        lock.lock();
        try {
            return !waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// If no connection is left, there will be none: all that waits fails, and all that comes.
    void failUnlessLive(NbdException reason) {
        if (live().isEmpty()) {
            fail(reason);
        }
    }

    /// @return the connections that were in use
    List<NbdConnection> fail(NbdException reason) {
        List<NbdConnection> were;
        lock.lock();
        try {
            broken = Optional.of(broken.orElse(reason));
            were = List.copyOf(live);
            live.clear();
        } finally {
            lock.unlock();
        }
        proceed();
        return were;
    }

    /// Requests are told of their fate, and connections of their requests, when the lock is free.
    private void change(Runnable action) {
        var shares = new HashMap<NbdConnection, List<Request>>();
        var failures = new ArrayList<Runnable>();
        lock.lock();
        try {
            action.run();
            assign(shares, failures);
        } finally {
            lock.unlock();
        }
        shares.forEach(NbdConnection::submit);
        failures.forEach(Runnable::run);
    }

    private void assign(Map<NbdConnection, List<Request>> shares, List<Runnable> failures) {
        broken.ifPresent(reason -> {
            waiting.forEach(request -> failures.add(() -> request.failed(reason)));
            waiting.clear();
        });
        while (!waiting.isEmpty() && !live.isEmpty()) {
            var connection = live.getFirst();
            for (var other : live) {
                connection = other.roomBytes() > connection.roomBytes() ? other : connection;
            }
            if (connection.roomBytes() < waiting.getFirst().expectedBytes() && !connection.isIdle()) {
                return;
            }
            var request = waiting.removeFirst();
            connection.reserve(request);
            shares.computeIfAbsent(connection, _ -> new ArrayList<>()).add(request);
        }
    }
}
