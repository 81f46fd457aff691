package dev.lifeboat.repository.objectstore.s3;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.errors.ObjectStoreException.Retry;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.repository.objectstore.RetryingObjectStore;
import dev.lifeboat.repository.objectstore.StoreSetting;
import dev.lifeboat.repository.objectstore.Upload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
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
/// `ListObjectsV2`, delete, head. A batch delete is tried where many are to go; multipart uploads are for
/// [#upload] alone (a pack is one put). A put carries a CRC-32C in a header, with which servers that know it refuse a
/// body
/// that changed on the way; one that does not know it gets none.
public final class S3ObjectStore implements ObjectStore {

    /// What S3 returns at most in one answer.
    private static final int LARGEST_PAGE = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(S3ObjectStore.class);

    private final SdkHttpClient http;
    private final S3Client client;
    private final S3Failure failure;
    private final BatchDelete batchDelete;
    private final BucketSettings settings;
    private final String bucket;
    private final String prefix;
    private volatile boolean checksums = true;

    public S3ObjectStore(S3Config config) {
        this(config, Pace.UNLIMITED);
    }

    /// @param pace of the bodies that are sent
    public S3ObjectStore(S3Config config, Pace pace) {
        this.http = S3Clients.http(config, pace);
        this.client = S3Clients.open(config, http);
        this.failure = new S3Failure(config);
        this.batchDelete = new BatchDelete(client, config.bucket());
        this.settings = new BucketSettings(client, config);
        this.bucket = config.bucket();
        this.prefix = config.prefix().isEmpty() ? "" : config.prefix() + "/";
    }

    @Override
    public void put(ObjectKey key, ByteBuffer content) {
        put(Operation.PUT, key, content, putRequest(key));
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ByteBuffer content) {
        try {
            put(Operation.PUT_IF_ABSENT, key, content, putRequest(key).ifNoneMatch("*"));
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

    private void put(Operation operation, ObjectKey key, ByteBuffer content, PutObjectRequest.Builder request) {
        boolean checked = checksums;
        var sent =
                request.checksumCRC32C(checked ? Crc32c.base64(content) : null).build();
        try {
            call(operation, key.value(), () -> client.putObject(sent, body(content)));
        } catch (ObjectStoreException e) {
            if (!checked || !S3Failure.isChecksumUnknown(e)) {
                throw e;
            }
            LOG.info("{} takes no checksums: {}", describe(), e.getMessage());
            checksums = false;
            put(operation, key, content, request);
        }
    }

    /// Straight from the caller's memory, from the start again if the SDK asks twice.
    private static RequestBody body(ByteBuffer content) {
        return RequestBody.fromContentProvider(
                () -> new ByteBufferInputStream(content.duplicate()), content.remaining(), "application/octet-stream");
    }

    @Override
    public Upload upload(ObjectKey key, int partBytes) {
        return S3Upload.begin(new S3Upload.Place(client, failure, bucket, key, prefix + key.value(), this::size));
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
    public void deleteAll(Collection<ObjectKey> keys) {
        var left = batchDelete.delete(
                keys.stream().map(key -> prefix + key.value()).toList());
        keys.stream().filter(key -> left.contains(prefix + key.value())).forEach(this::delete);
    }

    @Override
    public List<StoreSetting> settings() {
        return settings.look();
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
        http.close();
    }

    /// One call of the SDK.
    private interface Call<T> {
        T run();
    }

    private <T> T call(Operation operation, String key, Call<T> call) {
        try {
            return call.run();
        } catch (SdkException e) {
            throw failure.of(operation, key, e);
        }
    }
}
