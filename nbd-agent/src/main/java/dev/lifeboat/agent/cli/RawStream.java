package dev.lifeboat.agent.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// Standard output: every byte in turn, holes as zeros.
final class RawStream implements RawTarget {

    private static final byte[] ZEROS = new byte[1 << 16];

    private final OutputStream out;
    private long at;

    RawStream(OutputStream out) {
        this.out = new BufferedOutputStream(out, 1 << 16);
    }

    @Override
    public void write(long offset, ByteBuffer content) throws IOException {
        zeros(offset - at);
        var bytes = new byte[Math.min(content.remaining(), ZEROS.length)];
        at = offset + content.remaining();
        while (content.hasRemaining()) {
            int length = Math.min(content.remaining(), bytes.length);
            content.get(bytes, 0, length);
            out.write(bytes, 0, length);
        }
    }

    @Override
    public void finish(long sizeBytes) throws IOException {
        zeros(sizeBytes - at);
        at = sizeBytes;
        out.flush();
    }

    private void zeros(long count) throws IOException {
        for (long left = count; left > 0; left -= Math.min(left, ZEROS.length)) {
            out.write(ZEROS, 0, (int) Math.min(left, ZEROS.length));
        }
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
