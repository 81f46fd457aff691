package dev.lifeboat.repository.objectstore.s3;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.repository.objectstore.RetryingObjectStore;
import dev.lifeboat.repository.objectstore.StoreSetting;
import dev.lifeboat.repository.objectstore.Upload;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Objects in an S3 bucket, or in one of the many servers that speak S3. Tries each call once: see
/// [RetryingObjectStore].
///
/// Asks of a server what the contract needs and no more: put with `If-None-Match: *`, ranged get,
/// `ListObjectsV2`, delete, head. A batch delete is tried where many are to go; multipart uploads are for
/// [#upload] alone (a pack is one put). A put carries a CRC-32C in a header, with which servers that know it
/// refuse a body that changed on the way; one that does not know it gets none.
public final class S3ObjectStore implements ObjectStore {

    /// What S3 returns at most in one answer.
    private static final int LARGEST_PAGE = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(S3ObjectStore.class);

    private final SdkHttpClient http;
    private final S3Client client;
    private final BatchDelete batchDelete;
    private final BucketSettings settings;
    private final Bucket bucket;
    private final S3Reads reads;
    private volatile boolean checksums = true;

    public S3ObjectStore(S3Config config) {
        this(config, Pace.UNLIMITED);
    }

    /// @param pace of the bodies that are sent
    public S3ObjectStore(S3Config config, Pace pace) {
        this.http = S3Clients.http(config, pace);
        this.client = S3Clients.open(config, http);
        this.batchDelete = new BatchDelete(client, config.bucket());
        this.settings = new BucketSettings(client, config);
        this.bucket = Bucket.of(config, client);
        this.reads = new S3Reads(bucket);
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
        return PutObjectRequest.builder().bucket(bucket.name()).key(bucket.nameOf(key));
    }

    private void put(Operation operation, ObjectKey key, ByteBuffer content, PutObjectRequest.Builder request) {
        boolean checked = checksums;
        var sent =
                request.checksumCRC32C(checked ? Crc32c.base64(content) : null).build();
        try {
            bucket.call(operation, key.value(), () -> client.putObject(sent, Bucket.body(content)));
        } catch (ObjectStoreException e) {
            if (!checked || !S3Failure.isChecksumUnknown(e)) {
                throw e;
            }
            LOG.info("{} takes no checksums: {}", describe(), e.getMessage());
            checksums = false;
            put(operation, key, content, request);
        }
    }

    @Override
    public Upload upload(ObjectKey key, int partBytes) {
        return S3Upload.begin(new S3Upload.Place(bucket, key, this::size));
    }

    @Override
    public Optional<byte[]> get(ObjectKey key) {
        return reads.whole(key);
    }

    @Override
    public OptionalLong getRange(ObjectKey key, long offset, ByteBuffer target) {
        return reads.range(key, offset, target);
    }

    @Override
    public Optional<byte[]> getSuffix(ObjectKey key, int length) {
        return reads.suffix(key, length);
    }

    @Override
    public OptionalLong size(ObjectKey key) {
        return reads.size(key);
    }

    @Override
    public List<ObjectEntry> list(String keyPrefix, Optional<ObjectKey> after, int limit) {
        var found = new ArrayList<ObjectEntry>();
        var from = after;
        boolean more = true;
        while (more && found.size() < limit) {
            var request = ListObjectsV2Request.builder()
                    .bucket(bucket.name())
                    .prefix(bucket.prefix() + keyPrefix)
                    .maxKeys(Math.min(LARGEST_PAGE, limit - found.size()));
            from.ifPresent(key -> request.startAfter(bucket.nameOf(key)));
            var page = bucket.call(Operation.LIST, keyPrefix, () -> client.listObjectsV2(request.build()));
            page.contents().forEach(object -> found.add(entry(object)));
            more = Boolean.TRUE.equals(page.isTruncated()) && !page.contents().isEmpty();
            from = found.isEmpty() ? after : Optional.of(found.getLast().key());
        }
        return found;
    }

    private ObjectEntry entry(S3Object object) {
        return new ObjectEntry(bucket.keyOf(object.key()), object.size(), object.lastModified());
    }

    @Override
    public void delete(ObjectKey key) {
        bucket.call(
                Operation.DELETE,
                key.value(),
                () -> client.deleteObject(
                        request -> request.bucket(bucket.name()).key(bucket.nameOf(key))));
    }

    @Override
    public void deleteAll(Collection<ObjectKey> keys) {
        var left = batchDelete.delete(keys.stream().map(bucket::nameOf).toList());
        keys.stream().filter(key -> left.contains(bucket.nameOf(key))).forEach(this::delete);
    }

    @Override
    public List<StoreSetting> settings() {
        return settings.look();
    }

    @Override
    public String describe() {
        return "s3://" + bucket.name() + "/" + bucket.prefix();
    }

    @Override
    public void close() {
        client.close();
        http.close();
    }
}
