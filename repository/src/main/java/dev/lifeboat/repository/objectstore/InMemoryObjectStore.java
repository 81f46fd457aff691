package dev.lifeboat.repository.objectstore;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;

/// Objects in memory, for tests: everything the contract promises but durability.
public final class InMemoryObjectStore implements ObjectStore {

    private record Stored(byte[] content, Instant modifiedAt) {}

    private final ConcurrentSkipListMap<ObjectKey, Stored> objects = new ConcurrentSkipListMap<>();
    private final Clock clock;

    public InMemoryObjectStore() {
        this(Clock.systemUTC());
    }

    public InMemoryObjectStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void put(ObjectKey key, ByteBuffer content) {
        objects.put(key, stored(content));
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ByteBuffer content) {
        return objects.putIfAbsent(key, stored(content)) == null;
    }

    @Override
    public Optional<byte[]> get(ObjectKey key) {
        return Optional.ofNullable(objects.get(key)).map(stored -> stored.content.clone());
    }

    @Override
    public OptionalLong getRange(ObjectKey key, long offset, ByteBuffer target) {
        var stored = objects.get(key);
        if (stored == null) {
            return OptionalLong.empty();
        }
        int from = (int) Math.min(offset, stored.content.length);
        int length = Math.min(target.remaining(), stored.content.length - from);
        target.put(stored.content, from, length);
        return OptionalLong.of(length);
    }

    @Override
    public Optional<byte[]> getSuffix(ObjectKey key, int length) {
        return get(key).map(content -> {
            int suffix = Math.min(length, content.length);
            return java.util.Arrays.copyOfRange(content, content.length - suffix, content.length);
        });
    }

    @Override
    public List<ObjectEntry> list(String prefix, Optional<ObjectKey> after, int limit) {
        var from = after.map(key -> objects.tailMap(key, false)).orElse(objects);
        return from.entrySet().stream()
                .filter(entry -> entry.getKey().value().startsWith(prefix))
                .limit(limit)
                .map(entry ->
                        new ObjectEntry(entry.getKey(), entry.getValue().content.length, entry.getValue().modifiedAt))
                .toList();
    }

    @Override
    public void delete(ObjectKey key) {
        objects.remove(key);
    }

    @Override
    public OptionalLong size(ObjectKey key) {
        var stored = objects.get(key);
        return stored == null ? OptionalLong.empty() : OptionalLong.of(stored.content.length);
    }

    @Override
    public String describe() {
        return "memory";
    }

    @Override
    public void close() {}

    private Stored stored(ByteBuffer content) {
        var bytes = new byte[content.remaining()];
        content.get(content.position(), bytes);
        return new Stored(bytes, clock.instant());
    }
}
