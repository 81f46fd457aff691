package dev.lifeboat.simulator.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what is written.
final class CountedOutput extends FilterOutputStream {
    private final AtomicLong bytes;

    CountedOutput(OutputStream out, AtomicLong bytes) {
        super(out);
        this.bytes = bytes;
    }

    @Override
    public void write(int next) throws IOException {
        out.write(next);
        bytes.incrementAndGet();
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        out.write(buffer, offset, length);
        bytes.addAndGet(length);
    }
}
