package dev.lifeboat.xen.https;

import java.io.IOException;
import java.io.InputStream;

/// A stream that comes in blocks; a single byte is a block of one.
public abstract class BlockInput extends InputStream {

    /// Reads one byte or more, or answers -1 at the end, as [InputStream#read(byte[], int, int)] does.
    ///
    /// @param length at least 1
    protected abstract int readBlock(byte[] buffer, int offset, int length) throws IOException;

    @Override
    public final int read() throws IOException {
        byte[] single = new byte[1];
        return readBlock(single, 0, 1) == -1 ? -1 : single[0] & 0xFF;
    }

    @Override
    public final int read(byte[] buffer, int offset, int length) throws IOException {
        return length == 0 ? 0 : readBlock(buffer, offset, length);
    }
}
