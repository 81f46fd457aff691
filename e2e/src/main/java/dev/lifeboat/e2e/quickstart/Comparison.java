package dev.lifeboat.e2e.quickstart;

import dev.lifeboat.e2e.stack.ForeignPoolClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// Holds two disks of a pool against each other, byte by byte.
final class Comparison {
    private static final int BUFFER_BYTES = 1 << 20;

    private final ForeignPoolClient pool;

    Comparison(ForeignPoolClient pool) {
        this.pool = pool;
    }

    /// @return the number of bytes compared
    /// @throws QuickstartException naming the first byte that differs
    long compare(String expectedVdi, String actualVdi) {
        try (var expected = pool.export(expectedVdi);
                var actual = pool.export(actualVdi)) {
            return compare(expected, actual, actualVdi);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + expectedVdi + " and " + actualVdi + " from the pool", e);
        }
    }

    private static long compare(InputStream expected, InputStream actual, String actualVdi) throws IOException {
        var left = new byte[BUFFER_BYTES];
        var right = new byte[BUFFER_BYTES];
        for (long offset = 0; ; ) {
            var length = expected.readNBytes(left, 0, left.length);
            var actualLength = actual.readNBytes(right, 0, right.length);
            var mismatch = Arrays.mismatch(left, 0, length, right, 0, actualLength);
            if (mismatch >= 0) {
                throw new QuickstartException(
                        "The restored disk " + actualVdi + " differs from the snapshot at byte " + (offset + mismatch));
            }
            offset += length;
            if (length < left.length) {
                return offset;
            }
        }
    }
}
