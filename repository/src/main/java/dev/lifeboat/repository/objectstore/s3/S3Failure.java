package dev.lifeboat.repository.objectstore.s3;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.errors.ObjectStoreException.Retry;
import java.io.IOException;
import java.util.Set;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// What a failed call of the SDK means.
final class S3Failure {

    /// Too many requests, or requests that met each other; the server's own trouble is anything from 500 on.
    private static final Set<Integer> PASSING = Set.of(408, 409, 425, 429);

    /// A clock that is ahead or a token that is being renewed: the SDK adjusts both before the next try.
    private static final Set<String> PASSING_CODES =
            Set.of("RequestTimeTooSkewed", "ExpiredToken", "RequestTimeout", "SlowDown");

    private S3Failure() {}

    static ObjectStoreException of(Operation operation, String key, SdkException e) {
        return switch (e) {
            case AwsServiceException answer ->
                new ObjectStoreException(operation, key, retry(answer), describe(answer), answer);
            default -> new ObjectStoreException(operation, key, retry(e), String.valueOf(e.getMessage()), e);
        };
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

    /// There was no answer. Connections are refused, get lost and time out; a certificate that is wrong stays
    /// so, as do credentials that are missing.
    private static Retry retry(SdkException e) {
        boolean connection = false;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return Retry.NEVER;
            }
            connection |= cause instanceof IOException;
        }
        return connection || e.retryable() ? Retry.LATER : Retry.NEVER;
    }

    private static Retry retry(AwsServiceException answer) {
        boolean passing = (answer.statusCode() >= 500 && answer.statusCode() != 501)
                || PASSING.contains(answer.statusCode())
                || PASSING_CODES.contains(code(answer));
        return passing ? Retry.LATER : Retry.NEVER;
    }

    private static String describe(AwsServiceException answer) {
        var details = answer.awsErrorDetails();
        var message = details == null || details.errorMessage() == null ? "" : ": " + details.errorMessage();
        return "the server answered " + answer.statusCode() + " " + code(answer) + message;
    }

    private static String code(AwsServiceException answer) {
        var details = answer.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }
}
