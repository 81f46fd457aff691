package dev.lifeboat.repository;

import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.objectstore.ForwardingObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Lets several participants use one store in an order that a test decides: each call waits until its participant is
/// chosen, and the next choice is made when every participant has come to its next call or to its end.
///
/// So a schedule is the sequence of choices, and the same choices give the same run.
final class Turns {

    /// Decides who is next.
    @FunctionalInterface
    interface Chooser {

        /// @param waiting names of those who could go on, in order; never empty
        String choose(List<String> waiting);
    }

    private final Object lock = new Object();
    private final Map<String, Participant> participants = new LinkedHashMap<>();
    private final Map<String, Throwable> failures = new TreeMap<>();
    private int choices;

    private static final class Participant {
        private final Queue<Object> waiting = new ArrayDeque<>();
        private Object granted = this;
        private boolean ended;
    }

    /// The store as this participant uses it.
    ObjectStore store(String name, ObjectStore store) {
        participants.put(name, new Participant());
        return new Waiting(name, store);
    }

    /// Something that takes a turn like a call of the store.
    <T> T turn(String name, Supplier<T> call) {
        var participant = participants.get(name);
        var ticket = new Object();
        synchronized (lock) {
            participant.waiting.add(ticket);
            lock.notifyAll();
            await(() -> participant.granted == ticket);
        }
        try {
            return call.get();
        } finally {
            synchronized (lock) {
                participant.granted = participant;
                lock.notifyAll();
            }
        }
    }

    /// A participant that has no store of its own, such as the time.
    void add(String name) {
        participants.put(name, new Participant());
    }

    /// Runs all of them to their ends.
    ///
    /// @return what each has thrown, if it has
    Map<String, Throwable> run(Map<String, Runnable> actions, Chooser chooser) {
        var threads = new ArrayList<Thread>();
        actions.forEach(
                (name, action) -> threads.add(Thread.ofVirtual().name(name).start(() -> run(name, action))));
        while (next(chooser)) {
            choices++;
        }
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return failures;
    }

    int choices() {
        return choices;
    }

    private void run(String name, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | AssertionError e) {
            synchronized (lock) {
                failures.put(name, e);
            }
        } finally {
            synchronized (lock) {
                participants.get(name).ended = true;
                lock.notifyAll();
            }
        }
    }

    private boolean next(Chooser chooser) {
        synchronized (lock) {
            await(() -> participants.values().stream().allMatch(one -> one.ended || !one.waiting.isEmpty()));
            var waiting = participants.entrySet().stream()
                    .filter(entry -> !entry.getValue().waiting.isEmpty())
                    .map(Map.Entry::getKey)
                    .toList();
            if (waiting.isEmpty()) {
                return false;
            }
            var chosen = participants.get(chooser.choose(waiting));
            var ticket = chosen.waiting.remove();
            chosen.granted = ticket;
            lock.notifyAll();
            await(() -> chosen.granted != ticket);
            return true;
        }
    }

    private void await(Supplier<Boolean> condition) {
        try {
            while (!condition.get()) {
                lock.wait();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Waits for its turn with every call.
    private final class Waiting extends ForwardingObjectStore {

        private final String name;

        Waiting(String name, ObjectStore store) {
            super(store);
            this.name = name;
        }

        @Override
        protected <T> T call(Operation operation, String object, Supplier<T> call) {
            return turn(name, call);
        }

        /// Each of them is a call, before which another may have its turn.
        @Override
        public void deleteAll(Collection<ObjectKey> keys) {
            keys.forEach(this::delete);
        }

        /// The others go on.
        @Override
        public void close() {}
    }
}
