package dev.lifeboat.repository.objectstore;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;

/// Counts requests and bytes. Put it below the retrying one to count tries, above it to count calls.
public final class MeteringObjectStore implements ObjectStore {

    private final ObjectStore store;
    private final LongAdder requests = new LongAdder();
    private final LongAdder objectsWritten = new LongAdder();
    private final LongAdder bytesWritten = new LongAdder();
    private final LongAdder bytesRead = new LongAdder();

    public MeteringObjectStore(ObjectStore store) {
        this.store = store;
    }

    public StoreFigures figures() {
        return new StoreFigures(requests.sum(), objectsWritten.sum(), bytesWritten.sum(), bytesRead.sum());
    }

    @Override
    public void put(ObjectKey key, ByteBuffer content) {
        requests.increment();
        store.put(key, content);
        written(content);
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ByteBuffer content) {
        requests.increment();
        boolean created = store.putIfAbsent(key, content);
        if (created) {
            written(content);
        }
        return created;
    }

    private void written(ByteBuffer content) {
        objectsWritten.increment();
        bytesWritten.add(content.remaining());
    }

    @Override
    public Upload upload(ObjectKey key, int partBytes) {
        requests.increment();
        return new MeteredUpload(store.upload(key, partBytes));
    }

    private final class MeteredUpload implements Upload {

        private final Upload upload;

        MeteredUpload(Upload upload) {
            this.upload = upload;
        }

        @Override
        public void part(int number, ByteBuffer content) {
            requests.increment();
            upload.part(number, content);
            bytesWritten.add(content.remaining());
        }

        @Override
        public boolean complete(int parts) {
            requests.increment();
            boolean created = upload.complete(parts);
            objectsWritten.add(created ? 1 : 0);
            return created;
        }

        @Override
        public void close() {
            upload.close();
        }
    }

    @Override
    public Optional<byte[]> get(ObjectKey key) {
        requests.increment();
        return read(store.get(key));
    }

    @Override
    public OptionalLong getRange(ObjectKey key, long offset, ByteBuffer target) {
        requests.increment();
        var got = store.getRange(key, offset, target);
        bytesRead.add(got.orElse(0));
        return got;
    }

    @Override
    public Optional<byte[]> getSuffix(ObjectKey key, int length) {
        requests.increment();
        return read(store.getSuffix(key, length));
    }

    private Optional<byte[]> read(Optional<byte[]> content) {
        content.ifPresent(bytes -> bytesRead.add(bytes.length));
        return content;
    }

    @Override
    public List<ObjectEntry> list(String prefix, Optional<ObjectKey> after, int limit) {
        requests.increment();
        return store.list(prefix, after, limit);
    }

    @Override
    public void delete(ObjectKey key) {
        requests.increment();
        store.delete(key);
    }

    /// Counts as many requests as a thousand of them fit into.
    @Override
    public void deleteAll(Collection<ObjectKey> keys) {
        requests.add(Math.ceilDiv(keys.size(), 1000));
        store.deleteAll(keys);
    }

    @Override
    public List<StoreSetting> settings() {
        return store.settings();
    }

    @Override
    public OptionalLong size(ObjectKey key) {
        requests.increment();
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
