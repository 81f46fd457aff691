package dev.lifeboat.repository.objectstore;

import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/// An upload whose every call goes through somebody's hands.
record HookedUpload(Upload upload, Hook hook) implements Upload {

    /// Does the call, or does something else.
    interface Hook {
        <T> T call(Operation operation, Supplier<T> call);
    }

    @Override
    public void part(int number, ByteBuffer content) {
        hook.call(Operation.PUT, () -> {
            upload.part(number, content);
            return number;
        });
    }

    @Override
    public boolean complete(int parts) {
        return hook.call(Operation.PUT, () -> upload.complete(parts));
    }

    @Override
    public void close() {
        hook.call(Operation.DELETE, () -> {
            upload.close();
            return upload;
        });
    }
}
