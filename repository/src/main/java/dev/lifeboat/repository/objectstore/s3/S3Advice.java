package dev.lifeboat.repository.objectstore.s3;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// What a person can do about an answer whose own words do not say it.
final class S3Advice {

    private S3Advice() {}

    /// @return empty, or a sentence to append
    static String of(AwsServiceException answer, S3Config config) {
        return switch (S3Failure.code(answer)) {
            case "RequestTimeTooSkewed" -> clock(answer);
            case "NoSuchBucket" -> ". Create the bucket " + config.bucket() + ", or correct its name";
            case "SignatureDoesNotMatch" ->
                ". The secret key is wrong, or something between here and the server" + " changes requests";
            case "InvalidAccessKeyId", "ExpiredToken", "ExpiredTokenException" ->
                ". The keys have been replaced or have" + " expired: provide new ones";
            default -> region(answer, config);
        };
    }

    /// S3 names the bucket's region where it answers a client that looked elsewhere.
    private static String region(AwsServiceException answer, S3Config config) {
        return header(answer, "x-amz-bucket-region")
                .filter(region -> !region.equals(config.region()) && answer.statusCode() != 404)
                .map(region -> ". The bucket " + config.bucket() + " is in the region " + region + " and not in "
                        + config.region() + ": set the region")
                .orElse(answer.statusCode() == 301 ? ". The bucket is elsewhere: check region and endpoint" : "");
    }

    private static String clock(AwsServiceException answer) {
        return serverTime(answer)
                .map(server ->
                        Duration.between(server, Clock.systemUTC().instant()).toSeconds())
                .map(ahead -> ". The clock of this machine is " + Math.abs(ahead) + " s "
                        + (ahead < 0 ? "behind" : "ahead of") + " the server's: correct it")
                .orElse(". Correct the clock of this machine");
    }

    private static Optional<Instant> serverTime(AwsServiceException answer) {
        try {
            return header(answer, "Date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> header(AwsServiceException answer, String name) {
        return Optional.ofNullable(answer.awsErrorDetails())
                .flatMap(details -> Optional.ofNullable(details.sdkHttpResponse()))
                .flatMap(response -> response.firstMatchingHeader(name));
    }
}
