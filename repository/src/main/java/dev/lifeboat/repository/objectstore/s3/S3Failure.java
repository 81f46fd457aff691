package dev.lifeboat.repository.objectstore.s3;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.errors.ObjectStoreException.Retry;
import java.io.IOException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.StsException;

/// What a failed call of the SDK means.
record S3Failure(S3Config config) {

    /// Too many requests, or requests that met each other; the server's own trouble is anything from 500 on.
    private static final Set<Integer> PASSING = Set.of(408, 409, 425, 429);

    /// Throttling; a body that did not arrive as it was sent; a clock, to which the SDK adjusts before the
    /// next try.
    private static final Set<String> PASSING_CODES = Set.of(
            "SlowDown",
            "Throttling",
            "ThrottlingException",
            "RequestLimitExceeded",
            "RequestTimeout",
            "RequestTimeTooSkewed",
            "BadDigest",
            "XAmzContentChecksumMismatch",
            "IncompleteBody");

    private static final int INSUFFICIENT_STORAGE = 507;

    /// A quota of the bucket or user, or a disk that is full, as Ceph and MinIO say it.
    private static final Set<String> NO_ROOM =
            Set.of("QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "InsufficientCapacity");

    /// Keys that have run out or were replaced.
    private static final Set<String> OUTDATED_KEYS = Set.of(
            "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "InvalidAccessKeyId", "InvalidToken");

    /// How the SDK begins when none of the places where it looks has keys.
    private static final String NO_KEYS = "Unable to load credentials from any of the providers";

    ObjectStoreException of(Operation operation, String key, SdkException e) {
        return switch (e) {
            case AwsServiceException answer ->
                new ObjectStoreException(operation, key, retry(answer), describe(answer), answer);
            default -> new ObjectStoreException(operation, key, retry(e), describe(e), e);
        };
    }

    /// Where keys are looked for in many places, the SDK tells a page about each of them.
    private String describe(SdkException e) {
        var message = String.valueOf(e.getMessage());
        return config.credentials() instanceof S3Credentials.DefaultChain && message.startsWith(NO_KEYS)
                ? "no keys for the bucket were found: give a folder that holds them (--credentials), or set"
                        + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE; there is no web identity or"
                        + " instance role either"
                : message;
    }

    static boolean isNotFound(ObjectStoreException e) {
        // The code and not the status alone: a bucket that does not exist answers 404 too, and must not look
        // like an empty one.
        return e.getCause() instanceof AwsServiceException answer
                && answer.statusCode() == 404
                && !"NoSuchBucket".equals(code(answer));
    }

    static boolean isBehindTheEnd(ObjectStoreException e) {
        return e.getCause() instanceof AwsServiceException answer && answer.statusCode() == 416;
    }

    static boolean isPreconditionFailed(ObjectStoreException e) {
        return e.getCause() instanceof AwsServiceException answer && answer.statusCode() == 412;
    }

    static boolean isNotImplemented(ObjectStoreException e) {
        return e.getCause() instanceof AwsServiceException answer && answer.statusCode() == 501;
    }

    /// A server that does not know our checksum header; not one that found the checksum wrong.
    static boolean isChecksumUnknown(ObjectStoreException e) {
        return e.getCause() instanceof AwsServiceException answer
                && (answer.statusCode() == 400 || answer.statusCode() == 501)
                && !PASSING_CODES.contains(code(answer))
                && String.valueOf(answer.getMessage()).toLowerCase(Locale.ROOT).contains("x-amz-");
    }

    /// There was no answer. Connections are refused, get lost and time out; a certificate that is wrong stays
    /// so, as do credentials that are missing.
    private static Retry retry(SdkException e) {
        boolean connection = false;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException
                    || cause instanceof CertPathValidatorException
                    || cause instanceof SSLPeerUnverifiedException) {
                return Retry.NEVER;
            }
            connection |= cause instanceof IOException;
        }
        return connection || e.retryable() ? Retry.LATER : Retry.NEVER;
    }

    private Retry retry(AwsServiceException answer) {
        if (answer.statusCode() == INSUFFICIENT_STORAGE || NO_ROOM.contains(code(answer))) {
            return Retry.WITH_ROOM;
        }
        boolean passing = (answer.statusCode() >= 500 && answer.statusCode() != 501)
                || PASSING.contains(answer.statusCode())
                || PASSING_CODES.contains(code(answer))
                || (OUTDATED_KEYS.contains(code(answer)) && CredentialsProviders.mayChange(config.credentials()));
        return passing ? Retry.LATER : Retry.NEVER;
    }

    private String describe(AwsServiceException answer) {
        var details = answer.awsErrorDetails();
        var message = details == null || details.errorMessage() == null ? "" : ": " + details.errorMessage();
        var server = answer instanceof StsException ? "the token service" : "the server";
        return server + " answered " + answer.statusCode() + " " + code(answer) + message + S3Advice.of(answer, config);
    }

    static String code(AwsServiceException answer) {
        var details = answer.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }
}
