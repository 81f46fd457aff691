package dev.lifeboat.repository.objectstore;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.errors.ObjectStoreException.Retry;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Refuses whatever would change the store: for commands that only look.
public final class ReadOnlyObjectStore implements ObjectStore {

    private final ObjectStore store;

    public ReadOnlyObjectStore(ObjectStore store) {
        this.store = store;
    }

    @Override
    public void put(ObjectKey key, ByteBuffer content) {
        throw refused(Operation.PUT, key.value());
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ByteBuffer content) {
        throw refused(Operation.PUT_IF_ABSENT, key.value());
    }

    @Override
    public Upload upload(ObjectKey key, int partBytes) {
        throw refused(Operation.PUT, key.value());
    }

    @Override
    public void delete(ObjectKey key) {
        throw refused(Operation.DELETE, key.value());
    }

    @Override
    public void deleteAll(Collection<ObjectKey> keys) {
        throw refused(Operation.DELETE, keys.size() + " objects");
    }

    private ObjectStoreException refused(Operation operation, String key) {
        return new ObjectStoreException(
                operation, key, Retry.NEVER, store.describe() + " was opened for reading only", null);
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
        return store.list(prefix, after, limit);
    }

    @Override
    public OptionalLong size(ObjectKey key) {
        return store.size(key);
    }

    @Override
    public List<StoreSetting> settings() {
        return store.settings();
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
