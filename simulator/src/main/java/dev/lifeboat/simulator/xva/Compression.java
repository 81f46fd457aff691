package dev.lifeboat.simulator.xva;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// How the whole archive is compressed.
public enum Compression {
    NONE {
        @Override
        public OutputStream compress(OutputStream out) {
            return out;
        }
    },
    GZIP {
        @Override
        public OutputStream compress(OutputStream out) throws IOException {
            return new GZIPOutputStream(out, BUFFER);
        }
    },
    ZSTD {
        @Override
        public OutputStream compress(OutputStream out) throws IOException {
            return new ZstdOutputStream(out);
        }
    };

    private static final int BUFFER = 64 << 10;
    private static final byte[] ZSTD_MAGIC = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};
    private static final byte[] GZIP_MAGIC = {0x1F, (byte) 0x8B};

    /// Closing the result ends the compressed stream.
    public abstract OutputStream compress(OutputStream out) throws IOException;

    /// What the query parameter `use_compression` asks for; what a release does not know means none.
    public static Compression asked(String value, boolean knowsZstd) {
        return switch (value) {
            case "true", "gzip" -> GZIP;
            case "zstd" -> knowsZstd ? ZSTD : NONE;
            default -> NONE;
        };
    }

    /// The plain archive, whatever the first bytes say it is packed in.
    public static InputStream plain(InputStream in) throws IOException {
        var ahead = new BufferedInputStream(in, BUFFER);
        if (starts(ahead, ZSTD_MAGIC)) {
            return new ZstdInputStream(ahead);
        }
        return starts(ahead, GZIP_MAGIC) ? new GZIPInputStream(ahead, BUFFER) : ahead;
    }

    private static boolean starts(BufferedInputStream in, byte[] magic) throws IOException {
        in.mark(magic.length);
        var first = in.readNBytes(magic.length);
        in.reset();
        return Arrays.equals(first, magic);
    }
}
