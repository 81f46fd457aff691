package dev.lifeboat.devcluster.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.json.Meta;
import dev.lifeboat.devcluster.kind.GroupResource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Every object of the cluster in memory, under one lock and one revision counter. What it hands out is never changed
/// again, neither by the store nor by its callers.
public final class ClusterState implements AutoCloseable {
    /// Far more than a watch falls behind, and small enough to hold every version of a long test.
    private static final int REMEMBERED_CHANGES = 5_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<GroupResource, NavigableMap<ObjectKey, ObjectNode>> objects = new HashMap<>();
    private final ChangeLog log;
    private long revision = 1;
    private boolean closed;

    public ClusterState() {
        this(REMEMBERED_CHANGES);
    }

    public ClusterState(int rememberedChanges) {
        log = new ChangeLog(rememberedChanges);
    }

    /// Runs the work as one step that no other write can come between.
    public <T> T atomically(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    public long revision() {
        return atomically(() -> revision);
    }

    public Optional<ObjectNode> find(GroupResource resource, ObjectKey key) {
        return atomically(() -> Optional.ofNullable(of(resource).get(key)));
    }

    public Listing list(GroupResource resource) {
        return atomically(() -> new Listing(revision, List.copyOf(of(resource).values())));
    }

    /// Every object of every kind that the resource list names.
    public Map<GroupResource, List<ObjectNode>> all() {
        return atomically(() -> {
            var copy = new HashMap<GroupResource, List<ObjectNode>>();
            objects.forEach((resource, stored) -> copy.put(resource, List.copyOf(stored.values())));
            return copy;
        });
    }

    /// Stores the object under a new resourceVersion, which is written into it.
    public ObjectNode put(GroupResource resource, ObjectNode object) {
        return atomically(() -> {
            Meta.edit(object).put("resourceVersion", Long.toString(++revision));
            var previous = Optional.ofNullable(of(resource).put(ObjectKey.of(object), object));
            var type = previous.isPresent() ? Change.Type.MODIFIED : Change.Type.ADDED;
            record(new Change(revision, type, resource, object, previous));
            return object;
        });
    }

    public Optional<ObjectNode> remove(GroupResource resource, ObjectKey key) {
        return atomically(() -> Optional.ofNullable(of(resource).remove(key)).map(removed -> {
            var last = removed.deepCopy();
            Meta.edit(last).put("resourceVersion", Long.toString(++revision));
            record(new Change(revision, Change.Type.DELETED, resource, last, Optional.of(removed)));
            return last;
        }));
    }

    /// The changes after that revision, waiting for the first one at most so long; empty when time runs out.
    public List<Change> changesAfter(long after, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            var left = patience.toNanos();
            while (revision <= after && left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
            return log.after(after);
        } finally {
            lock.unlock();
        }
    }

    public boolean closed() {
        return atomically(() -> closed);
    }

    /// Wakes everyone who waits for changes.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void record(Change change) {
        log.add(change);
        changed.signalAll();
    }

    private NavigableMap<ObjectKey, ObjectNode> of(GroupResource resource) {
        return objects.computeIfAbsent(resource, _ -> new TreeMap<>());
    }

    /// What a list sees, and the revision from which a watch goes on.
    public record Listing(long revision, List<ObjectNode> objects) {
        public Listing {
            objects = List.copyOf(objects);
        }
    }
}
