package dev.lifeboat.simulator.transfer;

import java.io.IOException;
import java.io.OutputStream;

/// Passes on so many bytes and then ends the transfer.
final class LimitedOutput extends OutputStream {
    private final OutputStream out;
    private final long limitBytes;
    private long leftBytes;

    LimitedOutput(OutputStream out, long limitBytes) {
        this.out = out;
        this.limitBytes = limitBytes;
        this.leftBytes = limitBytes;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int passed = (int) Math.min(length, leftBytes);
        out.write(bytes, offset, passed);
        leftBytes -= passed;
        if (passed < length) {
            out.flush();
            throw new TruncatedOnRequest(limitBytes);
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
