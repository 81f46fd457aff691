package dev.lifeboat.repository.export;

import dev.lifeboat.repository.errors.ExportRefusedException;
import dev.lifeboat.repository.objectstore.Upload;

/// How large the parts of an export are, all of them alike, as some servers want it.
final class PartSize {

    /// A request each, for which nobody waits long.
    private static final int USUAL_BYTES = 16 << 20;

    private static final int STEP_BYTES = 1 << 20;

    /// [The largest object](https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html) that S3 took for most of
    /// its life, and others still do.
    static final long LARGEST_OBJECT_BYTES = 5L << 40;

    private PartSize() {}

    static int of(ExportKey key, long mostBytes) {
        if (mostBytes > LARGEST_OBJECT_BYTES) {
            throw ExportRefusedException.tooLarge(key.object().value(), mostBytes, LARGEST_OBJECT_BYTES);
        }
        long needed = Math.ceilDiv(Math.ceilDiv(mostBytes, Upload.MOST_PARTS), STEP_BYTES) * STEP_BYTES;
        return (int) Math.max(USUAL_BYTES, needed);
    }
}
