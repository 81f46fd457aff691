package dev.lifeboat.repository.objectstore;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.errors.ObjectStoreException.Retry;
import java.nio.ByteBuffer;
import java.util.Collection;

/// Refuses whatever would change the store, as one does whose credentials only read.
public final class ReadOnlyObjectStore extends ForwardingObjectStore {

    public ReadOnlyObjectStore(ObjectStore store) {
        super(store);
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
        return new ObjectStoreException(operation, key, Retry.NEVER, describe() + " is for reading only", null);
    }
}
