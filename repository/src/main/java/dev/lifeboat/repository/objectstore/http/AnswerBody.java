package dev.lifeboat.repository.objectstore.http;

import java.io.IOException;
import java.io.InputStream;

/// The bytes of an answer; exactly as many as its head or its chunks announce (RFC 9112, sections 6 and 7).
final class AnswerBody extends InputStream {

    /// Reading the rest of an answer is cheaper than a new connection, up to here.
    private static final long WORTH_READING_BYTES = 64 << 10;

    private final Connection connection;
    private final ConnectionPool pool;
    private final Framing framing;
    private boolean reusable;
    private boolean open = true;

    AnswerBody(Connection connection, AnswerHead head, String method, boolean sentWhole, ConnectionPool pool)
            throws IOException {
        this.connection = connection;
        this.pool = pool;
        this.framing = Framing.of(head, method, connection.in());
        this.reusable = sentWhole && head.keepsOpen() && framing.endsByItself();
        finishIfAtEnd();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!open) {
            return -1;
        }
        try {
            int count = framing.read(target, offset, length);
            connection.moved();
            finishIfAtEnd();
            return count;
        } catch (IOException e) {
            abort();
            throw e;
        }
    }

    private void finishIfAtEnd() {
        if (open && framing.atEnd()) {
            finish();
        }
    }

    private void finish() {
        open = false;
        if (reusable) {
            pool.giveBack(connection);
        } else {
            connection.close();
        }
    }

    @Override
    public void close() {
        if (open && reusable && framing.remaining() <= WORTH_READING_BYTES) {
            readRest();
        }
        abort();
    }

    private void readRest() {
        var scratch = new byte[8 << 10];
        try {
            for (long read = 0; open && read <= WORTH_READING_BYTES; ) {
                read += read(scratch, 0, scratch.length);
            }
        } catch (IOException e) {
            // The connection is closed, and that is all that is left to do.
        }
    }

    /// Closes the connection if the answer was not read to its end.
    private void abort() {
        if (open) {
            reusable = false;
            finish();
        }
    }
}
