package dev.lifeboat.xen.fake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// `event.from` of a [FakePool]: all objects for an empty token, then batch after batch as a test says, then nothing.
public final class FakeEvents implements FakePool.Script {

    private final FakePool pool;
    private final Queue<Supplier<List<Object>>> batches = new ConcurrentLinkedQueue<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private volatile Map<String, Integer> counts = Map.of();

    private FakeEvents(FakePool pool) {
        this.pool = pool;
    }

    public static FakeEvents of(FakePool pool) {
        var events = new FakeEvents(pool);
        pool.on("event.from", events);
        return events;
    }

    /// Changes one object as somebody at the pool would, and tells it with the next batch.
    public void change(String type, String ref, String field, Object value) {
        pool.records(type).get(ref).put(field, value);
        batches.add(() -> List.of(event(type, ref, "mod")));
    }

    public void add(String type, String ref) {
        batches.add(() -> List.of(event(type, ref, "add")));
    }

    public void remove(String type, String ref) {
        pool.records(type).remove(ref);
        batches.add(() -> List.of(event(type, ref, "del")));
    }

    /// The next call fails.
    public void fail(Failure failure) {
        batches.add(() -> {
            throw failure;
        });
    }

    public void counts(Map<String, Integer> liveObjects) {
        counts = liveObjects;
    }

    @Override
    public Object apply(List<Object> parameters) {
        String token = (String) parameters.get(1);
        List<Object> events = token.isEmpty() ? everything((List<?>) parameters.getFirst()) : next();
        return Map.of("events", events, "valid_ref_counts", counts, "token", "t" + tokens.incrementAndGet());
    }

    private List<Object> next() {
        var batch = batches.poll();
        return batch == null ? List.of() : batch.get();
    }

    private List<Object> everything(List<?> classes) {
        var events = new ArrayList<>();
        classes.forEach(type ->
                pool.records((String) type).keySet().forEach(ref -> events.add(event((String) type, ref, "add"))));
        return events;
    }

    private Object event(String type, String ref, String operation) {
        var event = new HashMap<String, Object>(
                Map.of("id", "7", "timestamp", "0.0", "class", type.toLowerCase(Locale.ROOT), "operation", operation));
        event.put("ref", ref);
        if (!operation.equals("del")) {
            event.put("snapshot", Map.copyOf(pool.records(type).get(ref)));
        }
        return event;
    }
}
