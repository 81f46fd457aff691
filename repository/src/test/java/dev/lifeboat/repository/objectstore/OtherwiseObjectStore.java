package dev.lifeboat.repository.objectstore;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Breaks one promise of [ObjectStore] for good, as a server does that lacks something.
public final class OtherwiseObjectStore implements ObjectStore {

    private enum Broken {
        NOTHING,
        CONDITION,
        LISTING,
        ORDER,
        DELETION
    }

    private final ObjectStore store;
    private final Broken broken;
    private final List<StoreSetting> settings;

    private OtherwiseObjectStore(ObjectStore store, Broken broken, List<StoreSetting> settings) {
        this.store = store;
        this.broken = broken;
        this.settings = settings;
    }

    /// As servers do that do not know `If-None-Match`.
    public static OtherwiseObjectStore replacingAlways(ObjectStore store) {
        return new OtherwiseObjectStore(store, Broken.CONDITION, List.of());
    }

    public static OtherwiseObjectStore listingNothing(ObjectStore store) {
        return new OtherwiseObjectStore(store, Broken.LISTING, List.of());
    }

    public static OtherwiseObjectStore listingBackwards(ObjectStore store) {
        return new OtherwiseObjectStore(store, Broken.ORDER, List.of());
    }

    public static OtherwiseObjectStore keepingAll(ObjectStore store) {
        return new OtherwiseObjectStore(store, Broken.DELETION, List.of());
    }

    public static OtherwiseObjectStore set(ObjectStore store, StoreSetting... settings) {
        return new OtherwiseObjectStore(store, Broken.NOTHING, List.of(settings));
    }

    @Override
    public void put(ObjectKey key, ByteBuffer content) {
        store.put(key, content);
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ByteBuffer content) {
        if (broken == Broken.CONDITION) {
            store.put(key, content);
            return true;
        }
        return store.putIfAbsent(key, content);
    }

    @Override
    public Upload upload(ObjectKey key, int partBytes) {
        return store.upload(key, partBytes);
    }

    @Override
    public Optional<byte[]> get(ObjectKey key) {
        return store.get(key);
    }

    @Override
    public OptionalLong getRange(ObjectKey key, long offset, ByteBuffer target) {
        return store.getRange(key, offset, target);
    }

    @Override
    public Optional<byte[]> getSuffix(ObjectKey key, int length) {
        return store.getSuffix(key, length);
    }

    @Override
    public List<ObjectEntry> list(String prefix, Optional<ObjectKey> after, int limit) {
        return switch (broken) {
            case LISTING -> List.of();
            case ORDER -> store.list(prefix, after, limit).reversed();
            case NOTHING, CONDITION, DELETION -> store.list(prefix, after, limit);
        };
    }

    @Override
    public void delete(ObjectKey key) {
        if (broken != Broken.DELETION) {
            store.delete(key);
        }
    }

    @Override
    public OptionalLong size(ObjectKey key) {
        return store.size(key);
    }

    @Override
    public List<StoreSetting> settings() {
        return settings;
    }

    @Override
    public String describe() {
        return store.describe();
    }

    @Override
    public void close() {
        store.close();
    }
}
