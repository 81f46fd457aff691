package dev.lifeboat.repository.objectstore.s3;

import dev.lifeboat.repository.objectstore.Pace;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body that is read, and so sent, no faster than it may.
final class PacedStream extends FilterInputStream {

    private final Pace pace;

    PacedStream(InputStream body, Pace pace) {
        super(body);
        this.pace = pace;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, Math.min(length, Pace.SLICE_BYTES));
        if (count > 0) {
            pace.take(count);
        }
        return count;
    }
}
