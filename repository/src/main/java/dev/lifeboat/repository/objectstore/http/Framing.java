package dev.lifeboat.repository.objectstore.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// How an answer's end is known.
sealed interface Framing {

    int read(byte[] target, int offset, int length) throws IOException;

    boolean atEnd();

    /// At least so many bytes are still to come; [Long#MAX_VALUE] if nobody knows.
    long remaining();

    default boolean endsByItself() {
        return true;
    }

    static Framing of(AnswerHead head, String method, InputStream in) throws IOException {
        if (method.equals("HEAD") || head.status() == 204 || head.status() == 304) {
            return new Counted(in, 0);
        }
        if (head.isChunked()) {
            return new Chunked(in);
        }
        var length = head.length();
        return length.isPresent() ? new Counted(in, length.orElseThrow()) : new UntilClosed(in);
    }

    final class Counted implements Framing {
        private final InputStream in;
        private final long total;
        private long rest;

        Counted(InputStream in, long total) {
            this.in = in;
            this.total = total;
            this.rest = total;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, (int) Math.min(length, rest));
            if (count < 0) {
                throw new EOFException("The answer ended after " + (total - rest) + " of " + total + " bytes");
            }
            rest -= count;
            return count;
        }

        @Override
        public boolean atEnd() {
            return rest == 0;
        }

        @Override
        public long remaining() {
            return rest;
        }
    }

    final class Chunked implements Framing {
        private final InputStream in;
        private long rest;
        private boolean ended;

        Chunked(InputStream in) {
            this.in = in;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (rest == 0 && !nextChunk()) {
                return -1;
            }
            int count = in.read(target, offset, (int) Math.min(length, rest));
            if (count < 0) {
                throw new EOFException("The answer ended within a chunk");
            }
            rest -= count;
            if (rest == 0) {
                line();
            }
            return count;
        }

        private boolean nextChunk() throws IOException {
            var size = line().split(";", 2)[0].strip();
            if (!size.matches("[0-9A-Fa-f]{1,15}")) {
                throw new IOException("The answer's chunks are damaged");
            }
            rest = Long.parseLong(size, 16);
            if (rest == 0) {
                while (!line().isEmpty()) {
                    // Trailers.
                }
                ended = true;
            }
            return !ended;
        }

        private String line() throws IOException {
            var line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0 || line.length() > 8192) {
                    throw new EOFException("The answer ended between two chunks");
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        @Override
        public boolean atEnd() {
            return ended;
        }

        @Override
        public long remaining() {
            return rest;
        }
    }

    final class UntilClosed implements Framing {
        private final InputStream in;
        private boolean ended;

        UntilClosed(InputStream in) {
            this.in = in;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            ended = count < 0;
            return count;
        }

        @Override
        public boolean atEnd() {
            return ended;
        }

        @Override
        public long remaining() {
            return Long.MAX_VALUE;
        }

        @Override
        public boolean endsByItself() {
            return false;
        }
    }
}
