package dev.lifeboat.xen.transfer;

import dev.lifeboat.xen.StreamExport;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.https.BlockInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import javax.net.ssl.SSLException;

/// Reads a body. A failure after the 200 arrives as an error page in it, or as an early end: where its length is
/// known both make it too short, and then the task is asked why. Where it is not, whoever knows the format sees
/// it.
final class HandlerExport implements StreamExport {

    private static final Duration TASK_END = Duration.ofMinutes(10);
    private static final byte[] ERROR_PAGE = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

    private final Transfer transfer;
    private final OptionalLong expectedBytes;
    private final InputStream stream = new Body();
    private final byte[] firstBytes = new byte[ERROR_PAGE.length];
    private long readBytes;
    private boolean ended;

    /// @param expectedBytes what the body has to hold, if that is known
    HandlerExport(Transfer transfer, OptionalLong expectedBytes) {
        this.transfer = transfer;
        var announced = transfer.connection().announcedBytes();
        if (announced.isPresent() && expectedBytes.isPresent() && !announced.equals(expectedBytes)) {
            transfer.close();
            throw transfer.failed("the handler announces " + announced.getAsLong() + " bytes for a disk of "
                    + expectedBytes.getAsLong());
        }
        this.expectedBytes = expectedBytes.isPresent() ? expectedBytes : announced;
    }

    @Override
    public InputStream stream() {
        return stream;
    }

    @Override
    public void finish() {
        long missing = expectedBytes.orElse(readBytes) - readBytes;
        if (missing > 0) {
            throw transfer.failed("only " + readBytes + " of " + expectedBytes.getAsLong() + " bytes were read");
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

    private void expectEnd() throws IOException {
        if (ended) {
            return;
        }
        if (some(new byte[1], 0, 1) >= 0) {
            throw new IOException(
                    expectedBytes.isPresent()
                            ? "the handler sends more than the " + readBytes + " bytes of the disk"
                            : "it was not read to its end");
        }
        ended = true;
    }

    /// Hosts end the connection with or without TLS's own farewell, which is the same to us: an end proves nothing.
    private int some(byte[] buffer, int offset, int length) throws IOException {
        try {
            return transfer.connection().read(buffer, offset, length);
        } catch (EOFException _) {
            return -1;
        } catch (SSLException e) {
            if (e.getCause() instanceof EOFException) {
                return -1;
            }
            throw e;
        }
    }

    private IOException cut(IOException failure) {
        XenException reason = transfer.broken(failure);
        return new IOException(reason.getMessage(), reason);
    }

    private String earlyEnd() {
        return "the stream ended after " + readBytes
                + (expectedBytes.isPresent() ? " of " + expectedBytes.getAsLong() + " bytes" : " bytes")
                + (isErrorPage() ? ", which were an error page and not what was asked for" : "");
    }

    private boolean isErrorPage() {
        return readBytes >= ERROR_PAGE.length && Arrays.equals(firstBytes, ERROR_PAGE);
    }

    private void remember(byte[] buffer, int offset, int length) {
        for (int at = (int) Math.min(readBytes, firstBytes.length); at < firstBytes.length; at++) {
            int from = (int) (at - readBytes);
            if (from >= length) {
                return;
            }
            firstBytes[at] = buffer[offset + from];
        }
    }

    /// The stream that callers see.
    private final class Body extends BlockInput {

        @Override
        protected int readBlock(byte[] buffer, int offset, int length) throws IOException {
            if (ended || (expectedBytes.isPresent() && readBytes == expectedBytes.getAsLong())) {
                expectEnd();
                return -1;
            }
            long most = expectedBytes.orElse(Long.MAX_VALUE) - readBytes;
            int count = readSome(buffer, offset, (int) Math.min(length, most));
            if (count > 0) {
                remember(buffer, offset, count);
                readBytes += count;
                refuseErrorPage();
            }
            return count;
        }

        private int readSome(byte[] buffer, int offset, int length) throws IOException {
            int count;
            try {
                count = some(buffer, offset, length);
            } catch (IOException e) {
                throw cut(e);
            }
            if (count == -1 && (expectedBytes.isPresent() || readBytes == 0)) {
                throw cut(new IOException(earlyEnd()));
            }
            ended = count == -1;
            return count;
        }

        /// No format begins like that, and a disk without a format is as long as it has to be.
        private void refuseErrorPage() throws IOException {
            if (expectedBytes.isEmpty() && isErrorPage()) {
                throw cut(new IOException("the handler sends an error page and not what was asked for"));
            }
        }
    }
}
