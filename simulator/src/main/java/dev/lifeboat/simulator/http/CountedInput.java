package dev.lifeboat.simulator.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what is read.
final class CountedInput extends FilterInputStream {
    private final AtomicLong bytes;

    CountedInput(InputStream in, AtomicLong bytes) {
        super(in);
        this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
        int next = in.read();
        bytes.addAndGet(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        bytes.addAndGet(Math.max(0, count));
        return count;
    }
}
