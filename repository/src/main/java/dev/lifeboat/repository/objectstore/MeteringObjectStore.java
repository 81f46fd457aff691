package dev.lifeboat.repository.objectstore;

import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// Counts requests, and bytes that are stored. Put it below the retrying one to count tries, above it to count calls.
public final class MeteringObjectStore extends ForwardingObjectStore {

    private final LongAdder requests = new LongAdder();
    private final LongAdder objectsWritten = new LongAdder();
    private final LongAdder bytesWritten = new LongAdder();

    public MeteringObjectStore(ObjectStore store) {
        super(store);
    }

    public StoreFigures figures() {
        return new StoreFigures(requests.sum(), objectsWritten.sum(), bytesWritten.sum());
    }

    @Override
    protected <T> T call(Operation operation, String object, Supplier<T> call) {
        requests.increment();
        return call.get();
    }

    @Override
    public void put(ObjectKey key, ByteBuffer content) {
        super.put(key, content);
        written(content);
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ByteBuffer content) {
        boolean created = super.putIfAbsent(key, content);
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
    protected void sendPart(ObjectKey key, Upload upload, int number, ByteBuffer content) {
        super.sendPart(key, upload, number, content);
        bytesWritten.add(content.remaining());
    }

    @Override
    protected boolean completeUpload(ObjectKey key, Upload upload, int parts) {
        boolean created = super.completeUpload(key, upload, parts);
        objectsWritten.add(created ? 1 : 0);
        return created;
    }

    /// A request takes a thousand of them; the first one is counted with the call.
    @Override
    public void deleteAll(Collection<ObjectKey> keys) {
        requests.add(Math.ceilDiv(keys.size(), 1000) - 1L);
        super.deleteAll(keys);
    }
}
