package dev.lifeboat.repository.objectstore.s3;

import dev.lifeboat.repository.objectstore.StoreSetting;
import dev.lifeboat.repository.objectstore.StoreSetting.State;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DefaultRetention;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockRule;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// What is set on a bucket: versioning, object lock, lifecycle.
final class BucketSettings {

    private final S3Client client;
    private final String bucket;
    private final LifecycleJudge lifecycle;

    BucketSettings(S3Client client, S3Config config) {
        this.client = client;
        this.bucket = config.bucket();
        this.lifecycle = new LifecycleJudge(config.prefix());
    }

    List<StoreSetting> look() {
        return List.of(
                look("versioning", "s3:GetBucketVersioning", this::versioning),
                look("object lock", "s3:GetBucketObjectLockConfiguration", this::objectLock),
                look("lifecycle", "s3:GetLifecycleConfiguration", this::lifecycle));
    }

    private static StoreSetting look(String name, String permission, Supplier<StoreSetting> question) {
        try {
            return question.get();
        } catch (S3Exception e) {
            return switch (e.statusCode()) {
                case 404 -> new StoreSetting(name, State.FINE, "None");
                case 401, 403 ->
                    new StoreSetting(name, State.UNKNOWN, "Not permitted to look: the credentials lack " + permission);
                default ->
                    new StoreSetting(
                            name,
                            State.UNKNOWN,
                            "The server does not say: it answered " + e.statusCode() + " " + S3Failure.code(e));
            };
        } catch (SdkException e) {
            return new StoreSetting(name, State.UNKNOWN, "The server does not say: " + e.getMessage());
        }
    }

    private StoreSetting versioning() {
        var status =
                client.getBucketVersioning(request -> request.bucket(bucket)).status();
        return status == BucketVersioningStatus.ENABLED
                ? new StoreSetting(
                        "versioning",
                        State.NOTEWORTHY,
                        "On: what is deleted stays as a noncurrent version, and is paid for, until a lifecycle rule"
                                + " (NoncurrentVersionExpiration) removes it")
                : new StoreSetting("versioning", State.FINE, "Off");
    }

    private StoreSetting objectLock() {
        var lock = client.getObjectLockConfiguration(request -> request.bucket(bucket))
                .objectLockConfiguration();
        if (lock == null || lock.objectLockEnabled() != ObjectLockEnabled.ENABLED) {
            return new StoreSetting("object lock", State.FINE, "Off");
        }
        var retention = Optional.ofNullable(lock.rule()).map(ObjectLockRule::defaultRetention);
        return new StoreSetting(
                "object lock",
                State.NOTEWORTHY,
                retention
                        .map(BucketSettings::describe)
                        .orElse("On, without a default retention: nothing is locked unless a writer asks for it"));
    }

    private static String describe(DefaultRetention retention) {
        var period = retention.days() != null ? retention.days() + " days" : retention.years() + " years";
        return "On, " + retention.modeAsString() + " for " + period
                + ": nobody can delete an object version before that, and pruning frees its space only afterwards";
    }

    private StoreSetting lifecycle() {
        return lifecycle.judge(client.getBucketLifecycleConfiguration(request -> request.bucket(bucket))
                .rules());
    }
}
