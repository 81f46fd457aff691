package dev.lifeboat.xen.https;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// A body that comes in chunks that each tell their length. Hosts send none; a proxy before them may.
final class ChunkedBody extends BlockInput {

    private static final int LONGEST_LINE = 4096;

    private final InputStream in;
    private long left;
    private boolean begun;
    private boolean ended;

    ChunkedBody(InputStream in) {
        this.in = in;
    }

    @Override
    protected int readBlock(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int count = in.read(buffer, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the body ended in the middle of a chunk, " + left + " bytes before its end");
        }
        left -= count;
        return count;
    }

    private void nextChunk() throws IOException {
        if (begun && !line().isEmpty()) {
            throw new IOException("a chunk of the body is longer than it said");
        }
        begun = true;
        String length = line().split(";", 2)[0].strip();
        if (!length.matches("[0-9A-Fa-f]{1,15}")) {
            throw new IOException("a chunk of the body has no length");
        }
        left = Long.parseLong(length, 16);
        if (left == 0) {
            ended = true;
            while (!line().isEmpty()) {
                // Trailers tell nothing that is wanted.
            }
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the body ended between two chunks");
            }
            if (line.length() == LONGEST_LINE) {
                throw new IOException("a chunk of the body has a head that does not end");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }
}
