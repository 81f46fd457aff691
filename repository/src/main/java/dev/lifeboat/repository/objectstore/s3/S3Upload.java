package dev.lifeboat.repository.objectstore.s3;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.Upload;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// A multipart upload:
/// [CreateMultipartUpload](https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html) and the
/// calls that belong to it. Each part carries its MD5, with which every server refuses a body that changed on the way.
final class S3Upload implements Upload {

    private static final Logger LOG = LoggerFactory.getLogger(S3Upload.class);

    private final Place place;
    private final String id;
    private final ConcurrentSkipListMap<Integer, Sent> parts = new ConcurrentSkipListMap<>();
    private boolean conditional = true;
    private boolean asked;
    private boolean completed;

    /// Where it goes.
    ///
    /// @param size looks how long the object of that key is
    record Place(Bucket bucket, ObjectKey key, Function<ObjectKey, OptionalLong> size) {

        private S3Client client() {
            return bucket.client();
        }

        private String name() {
            return bucket.nameOf(key);
        }

        private <T> T call(Operation operation, Supplier<T> call) {
            return bucket.call(operation, key.value(), call);
        }

        private void abort(String uploadId) {
            try {
                call(
                        Operation.DELETE,
                        () -> client().abortMultipartUpload(request ->
                                request.bucket(bucket.name()).key(name()).uploadId(uploadId)));
            } catch (ObjectStoreException e) {
                if (!S3Failure.isNotFound(e)) {
                    throw e;
                }
            }
        }

        /// What a process left that died. Servers that cannot list, and keys that may not, keep nobody from writing.
        private void abortFormer() {
            try {
                var listed = call(
                        Operation.LIST,
                        () -> client().listMultipartUploads(
                                        request -> request.bucket(bucket.name()).prefix(name())));
                listed.uploads().stream()
                        .filter(upload -> name().equals(upload.key()))
                        .forEach(upload -> abort(upload.uploadId()));
            } catch (ObjectStoreException e) {
                if (e.retryable()) {
                    throw e;
                }
                LOG.info("Uploads that were never completed are left alone: {}", e.getMessage());
            }
        }

        private String create() {
            return call(
                            Operation.PUT,
                            () -> client().createMultipartUpload(request ->
                                    request.bucket(bucket.name()).key(name())))
                    .uploadId();
        }
    }

    private record Sent(CompletedPart part, int bytes) {}

    private S3Upload(Place place, String id) {
        this.place = place;
        this.id = id;
    }

    static S3Upload begin(Place place) {
        place.abortFormer();
        return new S3Upload(place, place.create());
    }

    @Override
    public void part(int number, ByteBuffer content) {
        var md5 = Md5.base64(content);
        var answer = place.call(
                Operation.PUT,
                () -> place.client()
                        .uploadPart(
                                request -> request.bucket(place.bucket().name())
                                        .key(place.name())
                                        .uploadId(id)
                                        .partNumber(number + 1)
                                        .contentMD5(md5),
                                Bucket.body(content)));
        var part = CompletedPart.builder()
                .partNumber(number + 1)
                .eTag(answer.eTag())
                .build();
        parts.put(number, new Sent(part, content.remaining()));
    }

    @Override
    public synchronized boolean complete(int count) {
        var sent = parts.headMap(count).values();
        long bytes = sent.stream().mapToLong(Sent::bytes).sum();
        if (completed) {
            return true;
        }
        if (place.size().apply(place.key()).isPresent()) {
            return isOurs(bytes);
        }
        try {
            complete(sent.stream().map(Sent::part).toList(), conditional);
            completed = true;
            return true;
        } catch (ObjectStoreException e) {
            if (S3Failure.isPreconditionFailed(e)) {
                return isOurs(bytes);
            }
            if (conditional && S3Failure.isNotImplemented(e)) {
                // It was not there a moment ago, and such servers have nothing better.
                LOG.info("{} knows no condition here: {}", place.name(), e.getMessage());
                conditional = false;
                return complete(count);
            }
            asked = true;
            throw e;
        }
    }

    private void complete(List<CompletedPart> sent, boolean onCondition) {
        var request = CompleteMultipartUploadRequest.builder()
                .bucket(place.bucket().name())
                .key(place.name())
                .uploadId(id)
                .ifNoneMatch(onCondition ? "*" : null)
                .multipartUpload(upload -> upload.parts(sent))
                .build();
        place.call(Operation.PUT_IF_ABSENT, () -> place.client().completeMultipartUpload(request));
    }

    /// A server that was asked before may have done it, and only its answer got lost.
    private boolean isOurs(long bytes) {
        completed = asked && place.size().apply(place.key()).orElse(-1) == bytes;
        return completed;
    }

    @Override
    public synchronized void close() {
        if (!completed) {
            place.abort(id);
        }
    }
}
