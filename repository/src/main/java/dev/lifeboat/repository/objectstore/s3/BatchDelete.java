package dev.lifeboat.repository.objectstore.s3;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Gatherers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// `DeleteObjects`: a thousand at a time, where the server is up to it. Servers want different checksums of
/// it, some have not got it at all, and some leave keys out of their answer: whatever it did not clearly
/// delete is left to be deleted one by one, which also says why it cannot be.
final class BatchDelete {

    /// What S3 takes at most.
    private static final int LARGEST_BATCH = 1000;

    /// A batch of fewer is no gain.
    private static final int SMALLEST_BATCH = 2;

    private static final Logger LOG = LoggerFactory.getLogger(BatchDelete.class);

    private final S3Client client;
    private final String bucket;
    private volatile boolean supported = true;

    BatchDelete(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    /// @return those that may still be there
    Set<String> delete(List<String> keys) {
        var left = new HashSet<>(keys);
        keys.stream()
                .gather(Gatherers.windowFixed(LARGEST_BATCH))
                .filter(batch -> supported && batch.size() >= SMALLEST_BATCH)
                .forEach(batch -> left.removeAll(deleteBatch(batch)));
        return left;
    }

    /// @return those the server says it deleted
    private List<String> deleteBatch(List<String> keys) {
        try {
            return client.deleteObjects(request(keys)).deleted().stream()
                    .map(DeletedObject::key)
                    .toList();
        } catch (S3Exception e) {
            // Passing trouble concerns the single deletes as well, and they say so.
            supported &= (e.statusCode() >= 500 && e.statusCode() != 501) || e.statusCode() == 429;
            LOG.debug("Batch delete: {}; deleting one by one", e.getMessage());
            return List.of();
        } catch (SdkException e) {
            LOG.debug("Batch delete: {}; deleting one by one", e.getMessage());
            return List.of();
        }
    }

    /// With `Content-MD5`, which every server takes; the newer checksums are known to some only.
    private DeleteObjectsRequest request(List<String> keys) {
        var objects = keys.stream()
                .map(key -> ObjectIdentifier.builder().key(key).build())
                .toList();
        return DeleteObjectsRequest.builder()
                .bucket(bucket)
                .delete(delete -> delete.objects(objects))
                .overrideConfiguration(settings -> settings.addPlugin(LegacyMd5Plugin.create()))
                .build();
    }
}
