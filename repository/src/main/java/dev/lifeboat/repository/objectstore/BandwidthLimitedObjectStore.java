package dev.lifeboat.repository.objectstore;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Puts and reads at most as fast as its [Bandwidth], which other stores may share. Below the retrying one,
/// so that repeated bytes count.
///
/// What a call transfers, it transfers at full speed, and the next one waits for as long as that took too
/// little: the limit holds over a few packs, not within one.
public final class BandwidthLimitedObjectStore implements ObjectStore {

    private final ObjectStore store;
    private final Bandwidth up;
    private final Bandwidth down;

    public BandwidthLimitedObjectStore(ObjectStore store, Bandwidth up, Bandwidth down) {
        this.store = store;
        this.up = up;
        this.down = down;
    }

    @Override
    public void put(ObjectKey key, ByteBuffer content) {
        up.take(content.remaining());
        store.put(key, content);
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ByteBuffer content) {
        up.take(content.remaining());
        return store.putIfAbsent(key, content);
    }

    /// How long it is turns out when it is there: it is paid for afterwards, by whoever comes next.
    @Override
    public Optional<byte[]> get(ObjectKey key) {
        return paid(store.get(key));
    }

    @Override
    public OptionalLong getRange(ObjectKey key, long offset, ByteBuffer target) {
        down.take(target.remaining());
        return store.getRange(key, offset, target);
    }

    @Override
    public Optional<byte[]> getSuffix(ObjectKey key, int length) {
        return paid(store.getSuffix(key, length));
    }

    private Optional<byte[]> paid(Optional<byte[]> content) {
        content.ifPresent(bytes -> down.take(bytes.length));
        return content;
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
    public void deleteAll(Collection<ObjectKey> keys) {
        store.deleteAll(keys);
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
