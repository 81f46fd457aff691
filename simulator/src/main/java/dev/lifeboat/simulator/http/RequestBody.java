package dev.lifeboat.simulator.http;

import java.io.IOException;
import java.io.InputStream;

/// The declared number of bytes of the connection, or all until it closes where none was declared.
final class RequestBody extends InputStream {
    private final InputStream in;
    private long leftBytes;

    RequestBody(InputStream in, long lengthBytes) {
        this.in = in;
        this.leftBytes = lengthBytes;
    }

    long leftBytes() {
        return leftBytes;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (leftBytes == 0) {
            return -1;
        }
        int read = in.read(target, offset, (int) Math.min(length, leftBytes));
        if (read < 0) {
            leftBytes = 0;
        } else {
            leftBytes -= read;
        }
        return read;
    }
}
