package dev.lifeboat.repository.export;

import dev.lifeboat.repository.errors.ExportRefusedException;
import dev.lifeboat.repository.objectstore.Upload;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Fills one part while the one before is on its way.
final class PartedUpload implements Destination {

    private final ExportKey key;
    private final Upload upload;
    private final Arena arena = Arena.ofShared();
    private final ExecutorService sender = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("export-part").factory());
    private ByteBuffer filling;
    private ByteBuffer other;
    private Optional<Future<?>> sending = Optional.empty();
    private int parts;

    PartedUpload(ExportKey key, Upload upload, PartMemory memory, int partBytes) {
        this.key = key;
        this.upload = upload;
        this.filling = memory.allocate(partBytes, arena);
        this.other = memory.allocate(partBytes, arena);
    }

    @Override
    public void write(byte[] content, int offset, int length) {
        for (int done = 0; done < length; ) {
            if (!filling.hasRemaining()) {
                send();
            }
            int piece = Math.min(length - done, filling.remaining());
            filling.put(content, offset + done, piece);
            done += piece;
        }
    }

    private void send() {
        await();
        if (parts == Upload.MOST_PARTS) {
            throw new IllegalStateException(key + " has become longer than it was said to be");
        }
        int number = parts++;
        var full = filling.flip();
        sending = Optional.of(sender.submit(() -> upload.part(number, full)));
        filling = other.clear();
        other = full;
    }

    private void await() {
        try {
            if (sending.isPresent()) {
                sending.get().get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Sending a part of " + key + " was interrupted", e);
        }
    }

    @Override
    public void finish() {
        if (filling.position() > 0 || parts == 0) {
            send();
        }
        await();
        if (!upload.complete(parts)) {
            throw ExportRefusedException.exists(key.object().value());
        }
    }

    @Override
    public void close() {
        sender.shutdownNow();
        sender.close();
        try (arena) {
            upload.close();
        }
    }
}
