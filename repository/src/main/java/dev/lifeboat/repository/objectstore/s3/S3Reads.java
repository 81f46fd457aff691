package dev.lifeboat.repository.objectstore.s3;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.errors.ObjectStoreException.Retry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// Reads objects of a bucket: all of one, a range, an end, or only how long it is.
final class S3Reads {

    private final Bucket bucket;

    S3Reads(Bucket bucket) {
        this.bucket = bucket;
    }

    Optional<byte[]> whole(ObjectKey key) {
        return read(key, Optional.empty(), response -> {
            if (response.response().contentLength() > ObjectStore.LARGEST_WHOLE_GET) {
                throw new ObjectStoreException(
                        Operation.GET,
                        key.value(),
                        Retry.NEVER,
                        response.response().contentLength() + " bytes are too many to read at once",
                        null);
            }
            return response.readAllBytes();
        });
    }

    OptionalLong range(ObjectKey key, long offset, ByteBuffer target) {
        if (!target.hasRemaining()) {
            // HTTP knows no empty range.
            return size(key).isPresent() ? OptionalLong.of(0) : OptionalLong.empty();
        }
        var range = "bytes=" + offset + "-" + (offset + target.remaining() - 1);
        try {
            return read(key, Optional.of(range), response -> OptionalLong.of(fillRange(key, offset, target, response)))
                    .orElse(OptionalLong.empty());
        } catch (ObjectStoreException e) {
            if (S3Failure.isBehindTheEnd(e)) {
                return OptionalLong.of(0);
            }
            throw e;
        }
    }

    /// A server that ignores ranges would give the wrong bytes, one that cuts them short an end where there
    /// is none.
    private static int fillRange(
            ObjectKey key, long offset, ByteBuffer target, ResponseInputStream<GetObjectResponse> response)
            throws IOException {
        var range = ContentRange.of(response.response().contentRange());
        if (range.isEmpty() && (offset > 0 || response.response().contentLength() > target.remaining())) {
            throw new ObjectStoreException(
                    Operation.GET, key.value(), Retry.NEVER, "the server ignored that a range was asked for", null);
        }
        int wanted = target.remaining();
        int got = fill(target, response);
        if (range.isPresent() && got < range.orElseThrow().expected(offset, wanted)) {
            throw new IOException("the server sent " + got + " bytes of " + wanted + " at " + offset);
        }
        return got;
    }

    private static int fill(ByteBuffer target, ResponseInputStream<GetObjectResponse> response) throws IOException {
        int start = target.position();
        var buffer = target.hasArray() ? new byte[0] : new byte[64 << 10];
        for (int got = 0; got >= 0 && target.hasRemaining(); ) {
            if (target.hasArray()) {
                got = response.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
                target.position(target.position() + Math.max(0, got));
            } else {
                got = response.read(buffer, 0, Math.min(buffer.length, target.remaining()));
                target.put(buffer, 0, Math.max(0, got));
            }
        }
        return target.position() - start;
    }

    Optional<byte[]> suffix(ObjectKey key, int length) {
        try {
            return read(key, Optional.of("bytes=-" + length), ResponseInputStream::readAllBytes);
        } catch (ObjectStoreException e) {
            if (S3Failure.isBehindTheEnd(e)) {
                // An empty object has no last byte.
                return Optional.of(new byte[0]);
            }
            throw e;
        }
    }

    /// What to do with the body of an answer.
    private interface Body<T> {
        T read(ResponseInputStream<GetObjectResponse> response) throws IOException;
    }

    private <T> Optional<T> read(ObjectKey key, Optional<String> range, Body<T> body) {
        var request = GetObjectRequest.builder().bucket(bucket.name()).key(bucket.nameOf(key));
        range.ifPresent(request::range);
        try (var response =
                bucket.call(Operation.GET, key.value(), () -> bucket.client().getObject(request.build()))) {
            return Optional.of(body.read(response));
        } catch (IOException e) {
            throw new ObjectStoreException(
                    Operation.GET, key.value(), Retry.LATER, "the connection was lost: " + e.getMessage(), e);
        } catch (ObjectStoreException e) {
            if (S3Failure.isNotFound(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    OptionalLong size(ObjectKey key) {
        try {
            var head = bucket.call(
                    Operation.HEAD,
                    key.value(),
                    () -> bucket.client()
                            .headObject(request -> request.bucket(bucket.name()).key(bucket.nameOf(key))));
            return OptionalLong.of(head.contentLength());
        } catch (ObjectStoreException e) {
            if (S3Failure.isNotFound(e)) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }
}
