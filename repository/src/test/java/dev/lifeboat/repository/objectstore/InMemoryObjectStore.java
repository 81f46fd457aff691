package dev.lifeboat.repository.objectstore;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.errors.ObjectStoreException.Retry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;

/// Objects in memory, for tests: everything the contract promises but durability.
public final class InMemoryObjectStore implements ObjectStore {

    private record Stored(ByteBuffer content, Instant modifiedAt) {

        int length() {
            return content.capacity();
        }

        byte[] bytes(int from, int length) {
            var bytes = new byte[length];
            content.get(from, bytes);
            return bytes;
        }
    }

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
    public Upload upload(ObjectKey key, int partBytes) {
        return new Parts(key);
    }

    private final class Parts implements Upload {

        private final ObjectKey key;
        private final ConcurrentSkipListMap<Integer, Stored> parts = new ConcurrentSkipListMap<>();
        private boolean completed;

        Parts(ObjectKey key) {
            this.key = key;
        }

        @Override
        public void part(int number, ByteBuffer content) {
            parts.put(number, stored(content));
        }

        @Override
        public synchronized boolean complete(int count) {
            var whole = ByteBuffer.allocate(
                    parts.values().stream().mapToInt(Stored::length).sum());
            parts.headMap(count)
                    .values()
                    .forEach(part -> whole.put(part.content().duplicate()));
            completed = completed || putIfAbsent(key, whole.flip());
            return completed;
        }

        @Override
        public void close() {
            parts.clear();
        }
    }

    @Override
    public Optional<byte[]> get(ObjectKey key) {
        return Optional.ofNullable(objects.get(key)).map(stored -> whole(key, stored));
    }

    private static byte[] whole(ObjectKey key, Stored stored) {
        if (stored.length() > LARGEST_WHOLE_GET) {
            throw new ObjectStoreException(
                    Operation.GET,
                    key.value(),
                    Retry.NEVER,
                    stored.length() + " bytes are too many to read at once",
                    null);
        }
        return stored.bytes(0, stored.length());
    }

    @Override
    public OptionalLong getRange(ObjectKey key, long offset, ByteBuffer target) {
        var stored = objects.get(key);
        if (stored == null) {
            return OptionalLong.empty();
        }
        int from = (int) Math.min(offset, stored.length());
        int length = Math.min(target.remaining(), stored.length() - from);
        target.put(stored.bytes(from, length));
        return OptionalLong.of(length);
    }

    @Override
    public Optional<byte[]> getSuffix(ObjectKey key, int length) {
        return Optional.ofNullable(objects.get(key)).map(stored -> {
            int suffix = Math.min(length, stored.length());
            return stored.bytes(stored.length() - suffix, suffix);
        });
    }

    @Override
    public List<ObjectEntry> list(String prefix, Optional<ObjectKey> after, int limit) {
        var from = after.map(key -> objects.tailMap(key, false)).orElse(objects);
        return from.entrySet().stream()
                .filter(entry -> entry.getKey().value().startsWith(prefix))
                .limit(limit)
                .map(entry -> new ObjectEntry(entry.getKey(), entry.getValue().length(), entry.getValue().modifiedAt))
                .toList();
    }

    @Override
    public void delete(ObjectKey key) {
        objects.remove(key);
    }

    @Override
    public OptionalLong size(ObjectKey key) {
        var stored = objects.get(key);
        return stored == null ? OptionalLong.empty() : OptionalLong.of(stored.length());
    }

    @Override
    public String describe() {
        return "memory";
    }

    @Override
    public void close() {}

    private Stored stored(ByteBuffer content) {
        var copy = ByteBuffer.allocate(content.remaining())
                .put(content.duplicate())
                .flip();
        return new Stored(copy, clock.instant());
    }
}
