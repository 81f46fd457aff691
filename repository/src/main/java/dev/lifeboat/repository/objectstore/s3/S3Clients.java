package dev.lifeboat.repository.objectstore.s3;

import dev.lifeboat.repository.objectstore.s3.S3Config.Addressing;
import dev.lifeboat.repository.objectstore.s3.S3Config.Credentials;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/// The SDK's client as we want it: no retries of its own, no checksums that other servers stumble over, no
/// threads.
final class S3Clients {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    /// Between two bytes of an answer. A server that takes longer is better asked again.
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private S3Clients() {}

    static S3Client open(S3Config config) {
        var builder = S3Client.builder()
                .region(Region.of(config.region()))
                .credentialsProvider(config.credentials().map(S3Clients::fixed).orElseGet(S3Clients::chain))
                .forcePathStyle(config.addressing() == Addressing.PATH_STYLE)
                // Chunks, footers and documents carry their own checksums; a trailer is refused by some
                // servers.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                // Expecting "100 Continue" is a round trip for each put. Chunked signing costs CPU, and
                // servers that answer before its last, empty chunk lose us the answer to a put that
                // succeeded.
                .serviceConfiguration(
                        settings -> settings.expectContinueEnabled(false).chunkedEncodingEnabled(false))
                .overrideConfiguration(settings -> settings.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .httpClient(http(config));
        config.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private static SdkHttpClient http(S3Config config) {
        var http = UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE);
        config.caBundle().ifPresent(bundle -> {
            var trusted = CaBundle.trustManagers(bundle);
            http.tlsTrustManagersProvider(trusted::clone);
        });
        return http.build();
    }

    private static AwsCredentialsProvider chain() {
        return DefaultCredentialsProvider.builder().build();
    }

    private static AwsCredentialsProvider fixed(Credentials credentials) {
        return StaticCredentialsProvider.create(awsCredentials(credentials));
    }

    private static AwsCredentials awsCredentials(Credentials credentials) {
        return credentials
                .sessionToken()
                .<AwsCredentials>map(token ->
                        AwsSessionCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey(), token))
                .orElseGet(() -> AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey()));
    }
}
