package dev.lifeboat.repository.objectstore;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Breaks one promise of [ObjectStore] for good, as a server does that lacks something.
public final class OtherwiseObjectStore extends ForwardingObjectStore {

    private enum Broken {
        NOTHING,
        CONDITION,
        LISTING,
        ORDER,
        DELETION
    }

    private final Broken broken;
    private final List<StoreSetting> settings;

    private OtherwiseObjectStore(ObjectStore store, Broken broken, List<StoreSetting> settings) {
        super(store);
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
    public boolean putIfAbsent(ObjectKey key, ByteBuffer content) {
        if (broken == Broken.CONDITION) {
            put(key, content);
            return true;
        }
        return super.putIfAbsent(key, content);
    }

    @Override
    public List<ObjectEntry> list(String prefix, Optional<ObjectKey> after, int limit) {
        return switch (broken) {
            case LISTING -> List.of();
            case ORDER -> super.list(prefix, after, limit).reversed();
            case NOTHING, CONDITION, DELETION -> super.list(prefix, after, limit);
        };
    }

    @Override
    public void delete(ObjectKey key) {
        if (broken != Broken.DELETION) {
            super.delete(key);
        }
    }

    @Override
    public void deleteAll(Collection<ObjectKey> keys) {
        keys.forEach(this::delete);
    }

    @Override
    public List<StoreSetting> settings() {
        return settings;
    }
}
