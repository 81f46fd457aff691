package dev.lifeboat.xen.stream;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// What lies around an XVA. Hosts tell by its first bytes, and so do we.
public enum Compression {
    NONE,
    GZIP,
    /// Hosts read and write it from 8.1 on.
    ZSTD;

    private static final byte[] GZIP_MAGIC = {0x1F, (byte) 0x8B};
    private static final byte[] ZSTD_MAGIC = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};
    private static final int BUFFER_BYTES = 64 << 10;

    /// The largest window, as a power of two, that any level of the zstd program asks for of itself, so that a
    /// stream cannot make us set more than 8 MiB aside.
    private static final int LARGEST_WINDOW_LOG = 23;

    private static final int ZSTD_LEVEL = 1;

    /// A stream and what was found around it.
    public record Detected(Compression compression, InputStream content) {}

    /// Looks at the first bytes and takes the compression off.
    public static Detected detect(InputStream stream) throws IOException {
        var in = stream.markSupported() ? stream : new BufferedInputStream(stream, BUFFER_BYTES);
        in.mark(ZSTD_MAGIC.length);
        byte[] first = in.readNBytes(ZSTD_MAGIC.length);
        in.reset();
        if (Arrays.equals(first, ZSTD_MAGIC)) {
            var zstd = new ZstdInputStreamNoFinalizer(in);
            return new Detected(ZSTD, zstd.setLongMax(LARGEST_WINDOW_LOG));
        }
        return first.length >= 2 && first[0] == GZIP_MAGIC[0] && first[1] == GZIP_MAGIC[1]
                ? new Detected(GZIP, new GZIPInputStream(in, BUFFER_BYTES))
                : new Detected(NONE, in);
    }

    /// Compresses. Closing it ends the compressed stream and leaves what lies beneath open.
    public OutputStream compress(OutputStream out) throws IOException {
        var open = new LeftOpen(out);
        return switch (this) {
            case NONE -> open;
            case GZIP -> new FastGzip(open);
            case ZSTD -> new ZstdOutputStreamNoFinalizer(open, ZSTD_LEVEL).setChecksum(true);
        };
    }

    /// What its users close is their own part of it.
    private static final class LeftOpen extends FilterOutputStream {

        LeftOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /// The lowest level: gzip is for hosts that know nothing better, and the default level is several times
    /// slower than any network.
    private static final class FastGzip extends GZIPOutputStream {

        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
