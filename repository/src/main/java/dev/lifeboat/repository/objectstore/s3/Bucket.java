package dev.lifeboat.repository.objectstore.s3;

import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// The bucket and the prefix in it: what objects are called there, and calls whose failures are understood.
///
/// @param prefix of all names, empty or with its slash
record Bucket(S3Client client, S3Failure failure, String name, String prefix) {

    static Bucket of(S3Config config, S3Client client) {
        return new Bucket(
                client, new S3Failure(config), config.bucket(), config.prefix().isEmpty() ? "" : config.prefix() + "/");
    }

    String nameOf(ObjectKey key) {
        return prefix + key.value();
    }

    ObjectKey keyOf(String objectName) {
        return new ObjectKey(objectName.substring(prefix.length()));
    }

    <T> T call(Operation operation, String key, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw failure.of(operation, key, e);
        }
    }

    /// Straight from the caller's memory, from the start again if the SDK asks twice.
    static RequestBody body(ByteBuffer content) {
        return RequestBody.fromContentProvider(
                () -> new ByteBufferInputStream(content.duplicate()), content.remaining(), "application/octet-stream");
    }
}
