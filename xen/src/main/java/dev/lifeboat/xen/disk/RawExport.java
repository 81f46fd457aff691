package dev.lifeboat.xen.disk;

import dev.lifeboat.xen.DiskExport;
import dev.lifeboat.xen.XenException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/// Reads exactly the bytes of the disk. A failure after the 200 arrives as an error page in the body, or as
/// an early end: both make the body too short, and then the task is asked why.
final class RawExport implements DiskExport {

    private static final Duration TASK_END = Duration.ofMinutes(10);
    private static final byte[] ERROR_PAGE = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

    private final Transfer transfer;
    private final long sizeBytes;
    private final InputStream stream = new Body();
    private byte[] firstBytes = new byte[0];
    private long readBytes;

    RawExport(Transfer transfer, long sizeBytes) {
        this.transfer = transfer;
        this.sizeBytes = sizeBytes;
        long announced = transfer.connection().announcedBytes().orElse(sizeBytes);
        if (announced != sizeBytes) {
            transfer.close();
            throw transfer.failed("the handler announces " + announced + " bytes for a disk of " + sizeBytes);
        }
    }

    @Override
    public InputStream stream() {
        return stream;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void finish() {
        if (readBytes < sizeBytes) {
            throw transfer.failed("only " + readBytes + " of " + sizeBytes + " bytes were read");
        }
        try {
            expectEnd();
        } catch (IOException e) {
            throw transfer.failed(String.valueOf(e.getMessage()), e);
        }
        transfer.confirm(TASK_END);
    }

    @Override
    public void close() {
        transfer.close();
    }

    /// Hosts end the connection, with or without TLS's own farewell.
    private void expectEnd() throws IOException {
        int more;
        try {
            more = transfer.connection().read(new byte[1], 0, 1);
        } catch (IOException _) {
            return;
        }
        if (more > 0) {
            throw new IOException("the handler sends more than the " + sizeBytes + " bytes of the disk");
        }
    }

    private IOException cut(IOException failure) {
        XenException reason = transfer.broken(failure);
        return new IOException(reason.getMessage(), reason);
    }

    private String earlyEnd() {
        boolean errorPage = Arrays.equals(firstBytes, ERROR_PAGE);
        return "the stream ended after " + readBytes + " of " + sizeBytes + " bytes"
                + (errorPage ? ", which were an error page and not the disk" : "");
    }

    private void remember(byte[] buffer, int offset, int length) {
        if (firstBytes.length == 0) {
            firstBytes = Arrays.copyOfRange(buffer, offset, offset + Math.min(length, ERROR_PAGE.length));
        }
    }

    /// The stream that callers see.
    private final class Body extends InputStream {

        @Override
        public int read() throws IOException {
            byte[] single = new byte[1];
            return read(single, 0, 1) == -1 ? -1 : single[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (readBytes == sizeBytes) {
                expectEnd();
                return -1;
            }
            int count = readSome(buffer, offset, (int) Math.min(length, sizeBytes - readBytes));
            remember(buffer, offset, count);
            readBytes += count;
            return count;
        }

        private int readSome(byte[] buffer, int offset, int length) throws IOException {
            int count;
            try {
                count = transfer.connection().read(buffer, offset, length);
            } catch (IOException e) {
                throw cut(e);
            }
            if (count == -1) {
                throw cut(new IOException(earlyEnd()));
            }
            return count;
        }
    }
}
