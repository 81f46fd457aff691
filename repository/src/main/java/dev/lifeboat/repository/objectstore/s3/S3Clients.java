package dev.lifeboat.repository.objectstore.s3;

import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.repository.objectstore.http.HttpSettings;
import dev.lifeboat.repository.objectstore.s3.S3Config.Addressing;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/// The SDK's client as we want it: our transport, no retries of its own, no bytes hashed twice, no
/// checksums that other servers stumble over.
final class S3Clients {

    private S3Clients() {}

    /// @param http stays its caller's to close
    static S3Client open(S3Config config, SdkHttpClient http) {
        var builder = S3Client.builder()
                .region(Region.of(config.region()))
                .credentialsProvider(CredentialsProviders.of(config, http))
                .putAuthScheme(new UnsignedPayload())
                .forcePathStyle(config.addressing() == Addressing.PATH_STYLE)
                // The SDK's checksums come as a trailer, which many servers refuse; ours is a header.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                // Expecting "100 Continue" is a round trip for each put. Chunked signing costs CPU, and
                // servers that answer before its last, empty chunk lose us the answer to a put that
                // succeeded.
                .serviceConfiguration(
                        settings -> settings.expectContinueEnabled(false).chunkedEncodingEnabled(false))
                .overrideConfiguration(settings -> settings.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .httpClient(http);
        config.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    static SdkHttpClient http(S3Config config, Pace pace) {
        return new SdkTransport(new HttpSettings(tls(config)), pace);
    }

    private static SSLContext tls(S3Config config) {
        try {
            if (config.caBundle().isEmpty()) {
                return SSLContext.getDefault();
            }
            var context = SSLContext.getInstance("TLS");
            context.init(null, CaBundle.trustManagers(config.caBundle().orElseThrow()), null);
            return context;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no TLS", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The CA bundle cannot be used: " + e.getMessage(), e);
        }
    }
}
