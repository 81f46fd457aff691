package dev.lifeboat.repository.export;

import dev.lifeboat.repository.errors.ExportRefusedException;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.nio.ByteBuffer;

/// Looks whether what comes is what is there.
final class Comparison implements Destination {

    /// A request each.
    private static final int WINDOW_BYTES = 8 << 20;

    private final ObjectStore store;
    private final ExportKey key;
    private final long sizeBytes;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
    private long comparedBytes;

    /// @param sizeBytes of what is there
    Comparison(ObjectStore store, ExportKey key, long sizeBytes) {
        this.store = store;
        this.key = key;
        this.sizeBytes = sizeBytes;
    }

    @Override
    public void write(byte[] content, int offset, int length) {
        for (int done = 0; done < length; ) {
            if (!window.hasRemaining()) {
                read();
            }
            int piece = Math.min(length - done, window.remaining());
            var expected = ByteBuffer.wrap(content, offset + done, piece);
            if (!window.slice(window.position(), piece).equals(expected)) {
                throw differs();
            }
            window.position(window.position() + piece);
            comparedBytes += piece;
            done += piece;
        }
    }

    private void read() {
        long got = store.getRange(key.object(), comparedBytes, window.clear()).orElse(0);
        window.flip();
        if (got == 0) {
            throw differs();
        }
    }

    @Override
    public void finish() {
        if (comparedBytes != sizeBytes) {
            throw differs();
        }
    }

    private ExportRefusedException differs() {
        return ExportRefusedException.exists(key.object().value());
    }

    @Override
    public void close() {}
}
