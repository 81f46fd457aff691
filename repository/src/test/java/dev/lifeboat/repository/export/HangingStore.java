package dev.lifeboat.repository.export;

import dev.lifeboat.repository.objectstore.ForwardingObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.Upload;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// Takes the first part and never says that it has it.
final class HangingStore extends ForwardingObjectStore {

    private final CountDownLatch hangs = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);
    volatile Optional<Exception> ended = Optional.empty();

    HangingStore(ObjectStore store) {
        super(store);
    }

    void await() throws InterruptedException {
        hangs.await();
    }

    @Override
    protected void sendPart(ObjectKey key, Upload upload, int number, ByteBuffer content) {
        hangs.countDown();
        try {
            never.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("The part was interrupted", e);
        }
    }
}
