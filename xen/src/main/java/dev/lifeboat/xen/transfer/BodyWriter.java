package dev.lifeboat.xen.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;

/// Writes a body whose length was announced, or one that ends when it ends.
final class BodyWriter extends OutputStream {

    /// What is announced for a body of unknown length: more than any, and the handler reads until the archive
    /// says that it is over. XAPI takes no body without a length, and none in chunks.
    static final long UNKNOWN_BYTES = 1L << 50;

    private final Transfer transfer;
    private final OptionalLong announcedBytes;
    private long writtenBytes;

    BodyWriter(Transfer transfer, OptionalLong announcedBytes) {
        this.transfer = transfer;
        this.announcedBytes = announcedBytes;
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (announcedBytes.isPresent() && length > announcedBytes.getAsLong() - writtenBytes) {
            throw new IllegalStateException("The body would grow to " + (writtenBytes + length) + " of the announced "
                    + announcedBytes.getAsLong() + " bytes");
        }
        try {
            transfer.connection().write(bytes, offset, length);
        } catch (IOException e) {
            throw transfer.broken(e);
        }
        writtenBytes += length;
    }

    @Override
    public void flush() {
        try {
            transfer.connection().flush();
        } catch (IOException e) {
            throw transfer.broken(e);
        }
    }

    /// Does nothing: whether all was written, [#end()] judges.
    @Override
    public void close() {}

    long writtenBytes() {
        return writtenBytes;
    }

    /// Sends the rest on its way, and says that there is no more where the length did not.
    void end() {
        if (announcedBytes.isPresent() && writtenBytes != announcedBytes.getAsLong()) {
            throw new IllegalStateException(
                    "The body has " + writtenBytes + " of the announced " + announcedBytes.getAsLong() + " bytes");
        }
        flush();
        if (announcedBytes.isEmpty()) {
            transfer.connection().endOutput();
        }
    }
}
