package dev.lifeboat.repository.objectstore;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Hands every call on, for wrappers that change one or two of them.
public abstract class ForwardingObjectStore implements ObjectStore {

    private final ObjectStore store;

    protected ForwardingObjectStore(ObjectStore store) {
        this.store = store;
    }

    @Override
    public void put(ObjectKey key, ByteBuffer content) {
        store.put(key, content);
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ByteBuffer content) {
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
        return store.list(prefix, after, limit);
    }

    @Override
    public void delete(ObjectKey key) {
        store.delete(key);
    }

    @Override
    public OptionalLong size(ObjectKey key) {
        return store.size(key);
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
