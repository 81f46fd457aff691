package dev.lifeboat.repository.objectstore;

import java.nio.ByteBuffer;

/// An object that is stored part by part, since nobody holds all of it at once. Nothing of it can be seen before it is
/// complete.
///
/// Safe for many threads. Failures are those of [ObjectStore], and [#part], [#complete] and [#close] may be
/// called again after one: they end the same.
public interface Upload extends AutoCloseable {

    /// How many parts an object has at most: S3's limit,
    /// [multipart upload limits](https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html).
    int MOST_PARTS = 10_000;

    /// What S3 takes as a part that is not the last one.
    int LEAST_PART_BYTES = 5 << 20;

    /// Sends one part. All but the last have the length that the upload was begun with.
    ///
    /// @param number from 0
    void part(int number, ByteBuffer content);

    /// Makes an object of the first `parts` parts, at least one, unless one of its key exists; that one stays as it is.
    ///
    /// @return whether this upload is the object now
    boolean complete(int parts);

    /// Gives up what is not complete, and leaves nothing of it.
    @Override
    void close();
}
