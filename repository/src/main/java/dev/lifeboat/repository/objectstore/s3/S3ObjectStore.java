package dev.lifeboat.repository.objectstore.s3;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.errors.ObjectStoreException.Retry;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.RetryingObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Objects in an S3 bucket, or in one of the many servers that speak S3. Tries each call once: see
/// [RetryingObjectStore].
///
/// Asks of a server what the contract needs and no more: put with `If-None-Match: *`, ranged get,
/// `ListObjectsV2`, delete of one object, head. No multipart uploads (a pack is one put), no batch delete
/// (servers differ on its checksum header).
public final class S3ObjectStore implements ObjectStore {

    /// What S3 returns at most in one answer.
    private static final int LARGEST_PAGE = 1000;

    private final S3Client client;
    private final String bucket;
    private final String prefix;

    public S3ObjectStore(S3Config config) {
        this.client = S3Clients.open(config);
        this.bucket = config.bucket();
        this.prefix = config.prefix().isEmpty() ? "" : config.prefix() + "/";
    }

    @Override
    public void put(ObjectKey key, ByteBuffer content) {
        call(Operation.PUT, key.value(), () -> client.putObject(putRequest(key).build(), body(content)));
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ByteBuffer content) {
        var request = putRequest(key).ifNoneMatch("*").build();
        try {
            call(Operation.PUT_IF_ABSENT, key.value(), () -> client.putObject(request, body(content)));
            return true;
        } catch (ObjectStoreException e) {
            if (S3Failure.isPreconditionFailed(e)) {
                return false;
            }
            throw e;
        }
    }

    private PutObjectRequest.Builder putRequest(ObjectKey key) {
        return PutObjectRequest.builder().bucket(bucket).key(prefix + key.value());
    }

    /// Straight from the caller's memory, from the start again if the SDK asks twice.
    private static RequestBody body(ByteBuffer content) {
        return RequestBody.fromContentProvider(
                () -> new ByteBufferInputStream(content.duplicate()), content.remaining(), "application/octet-stream");
    }

    @Override
    public Optional<byte[]> get(ObjectKey key) {
        return read(key, Optional.empty(), response -> {
            if (response.response().contentLength() > LARGEST_WHOLE_GET) {
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

    @Override
    public OptionalLong getRange(ObjectKey key, long offset, ByteBuffer target) {
        if (!target.hasRemaining()) {
            // HTTP knows no empty range.
            return size(key).isPresent() ? OptionalLong.of(0) : OptionalLong.empty();
        }
        var range = "bytes=" + offset + "-" + (offset + target.remaining() - 1);
        try {
            return read(key, Optional.of(range), response -> OptionalLong.of(fill(target, response)))
                    .orElse(OptionalLong.empty());
        } catch (ObjectStoreException e) {
            if (S3Failure.isBehindTheEnd(e)) {
                return OptionalLong.of(0);
            }
            throw e;
        }
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

    @Override
    public Optional<byte[]> getSuffix(ObjectKey key, int length) {
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
        var request = GetObjectRequest.builder().bucket(bucket).key(prefix + key.value());
        range.ifPresent(request::range);
        try (var response = call(Operation.GET, key.value(), () -> client.getObject(request.build()))) {
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

    @Override
    public List<ObjectEntry> list(String keyPrefix, Optional<ObjectKey> after, int limit) {
        var found = new ArrayList<ObjectEntry>();
        var from = after;
        boolean more = true;
        while (more && found.size() < limit) {
            var request = ListObjectsV2Request.builder()
                    .bucket(bucket)
                    .prefix(prefix + keyPrefix)
                    .maxKeys(Math.min(LARGEST_PAGE, limit - found.size()));
            from.ifPresent(key -> request.startAfter(prefix + key.value()));
            var page = call(Operation.LIST, keyPrefix, () -> client.listObjectsV2(request.build()));
            page.contents().forEach(object -> found.add(entry(object)));
            more = Boolean.TRUE.equals(page.isTruncated()) && !page.contents().isEmpty();
            from = found.isEmpty() ? after : Optional.of(found.getLast().key());
        }
        return found;
    }

    private ObjectEntry entry(S3Object object) {
        return new ObjectEntry(
                new ObjectKey(object.key().substring(prefix.length())), object.size(), object.lastModified());
    }

    @Override
    public void delete(ObjectKey key) {
        call(
                Operation.DELETE,
                key.value(),
                () -> client.deleteObject(request -> request.bucket(bucket).key(prefix + key.value())));
    }

    @Override
    public OptionalLong size(ObjectKey key) {
        try {
            var head = call(
                    Operation.HEAD,
                    key.value(),
                    () -> client.headObject(request -> request.bucket(bucket).key(prefix + key.value())));
            return OptionalLong.of(head.contentLength());
        } catch (ObjectStoreException e) {
            if (S3Failure.isNotFound(e)) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    @Override
    public String describe() {
        return "s3://" + bucket + "/" + prefix;
    }

    @Override
    public void close() {
        client.close();
    }

    /// One call of the SDK.
    private interface Call<T> {
        T run();
    }

    private static <T> T call(Operation operation, String key, Call<T> call) {
        try {
            return call.run();
        } catch (SdkException e) {
            throw S3Failure.of(operation, key, e);
        }
    }
}
