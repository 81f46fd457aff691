package dev.lifeboat.repository.objectstore;

import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Hands every call on, those of an upload too: what all wrappers of a store have in common. One that does the same
/// around each call overrides [#call]; one that changes some of them overrides those. Whoever changes [#delete]
/// decides about [#deleteAll], which is a call of its own.
public abstract class ForwardingObjectStore implements ObjectStore {

    private final ObjectStore store;

    protected ForwardingObjectStore(ObjectStore store) {
        this.store = store;
    }

    /// Does one call. Another try of it begins where the first one did.
    ///
    /// @param object its key, or the prefix or number of several, as a message names them
    protected <T> T call(Operation operation, String object, Supplier<T> call) {
        return call.get();
    }

    private void run(Operation operation, String object, Runnable call) {
        call(operation, object, () -> {
            call.run();
            return object;
        });
    }

    @Override
    public void put(ObjectKey key, ByteBuffer content) {
        run(Operation.PUT, key.value(), () -> store.put(key, content));
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ByteBuffer content) {
        return call(Operation.PUT_IF_ABSENT, key.value(), () -> store.putIfAbsent(key, content));
    }

    @Override
    public Upload upload(ObjectKey key, int partBytes) {
        return new Forwarded(key, call(Operation.PUT, key.value(), () -> store.upload(key, partBytes)));
    }

    private final class Forwarded implements Upload {

        private final ObjectKey key;
        private final Upload upload;

        Forwarded(ObjectKey key, Upload upload) {
            this.key = key;
            this.upload = upload;
        }

        @Override
        public void part(int number, ByteBuffer content) {
            sendPart(key, upload, number, content);
        }

        @Override
        public boolean complete(int parts) {
            return completeUpload(key, upload, parts);
        }

        @Override
        public void close() {
            run(Operation.DELETE, key.value(), upload::close);
        }
    }

    /// A part of an upload that [#upload] has begun.
    protected void sendPart(ObjectKey key, Upload upload, int number, ByteBuffer content) {
        run(Operation.PUT, key.value(), () -> upload.part(number, content));
    }

    /// The end of an upload that [#upload] has begun.
    protected boolean completeUpload(ObjectKey key, Upload upload, int parts) {
        return call(Operation.PUT, key.value(), () -> upload.complete(parts));
    }

    @Override
    public Optional<byte[]> get(ObjectKey key) {
        return received(call(Operation.GET, key.value(), () -> store.get(key)));
    }

    private Optional<byte[]> received(Optional<byte[]> content) {
        content.ifPresent(bytes -> received(bytes.length));
        return content;
    }

    /// Hears how many bytes of an object came.
    protected void received(long bytes) {}

    @Override
    public OptionalLong getRange(ObjectKey key, long offset, ByteBuffer target) {
        int start = target.position();
        // A try that failed half-way has moved the target.
        var got = call(Operation.GET, key.value(), () -> store.getRange(key, offset, target.position(start)));
        got.ifPresent(this::received);
        return got;
    }

    @Override
    public Optional<byte[]> getSuffix(ObjectKey key, int length) {
        return received(call(Operation.GET, key.value(), () -> store.getSuffix(key, length)));
    }

    @Override
    public List<ObjectEntry> list(String prefix, Optional<ObjectKey> after, int limit) {
        return call(Operation.LIST, prefix, () -> store.list(prefix, after, limit));
    }

    @Override
    public void delete(ObjectKey key) {
        run(Operation.DELETE, key.value(), () -> store.delete(key));
    }

    @Override
    public void deleteAll(Collection<ObjectKey> keys) {
        run(Operation.DELETE, keys.size() + " objects", () -> store.deleteAll(keys));
    }

    @Override
    public OptionalLong size(ObjectKey key) {
        return call(Operation.HEAD, key.value(), () -> store.size(key));
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
