package dev.lifeboat.repository.objectstore.s3;

import dev.lifeboat.repository.objectstore.s3.S3Credentials.Keys;
import dev.lifeboat.repository.objectstore.s3.S3Credentials.WebIdentity;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/// The SDK's providers for [S3Credentials].
final class CredentialsProviders {

    private static final String SESSION_NAME = "lifeboat";

    private CredentialsProviders() {}

    /// @param http for STS, which is reached through the same CA bundle
    static AwsCredentialsProvider of(S3Config config, SdkHttpClient http) {
        return switch (config.credentials()) {
            case Keys keys -> StaticCredentialsProvider.create(awsCredentials(keys));
            case S3Credentials.Rotating rotating ->
                () -> awsCredentials(rotating.source().get());
            case WebIdentity identity -> webIdentity(identity, config, http);
            case S3Credentials.DefaultChain() ->
                DefaultCredentialsProvider.builder().build();
        };
    }

    /// Whether asking again later may bring other keys.
    static boolean mayChange(S3Credentials credentials) {
        return !(credentials instanceof Keys);
    }

    private static AwsCredentialsProvider webIdentity(WebIdentity identity, S3Config config, SdkHttpClient http) {
        // The token is the proof; there is nothing to sign with yet.
        var sts = StsClient.builder()
                .region(Region.of(config.region()))
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(http);
        identity.sts().ifPresent(sts::endpointOverride);
        var provider = StsWebIdentityTokenFileCredentialsProvider.builder()
                .stsClient(sts.build())
                .roleSessionName(SESSION_NAME);
        identity.roleArn().ifPresent(provider::roleArn);
        identity.tokenFile().ifPresent(provider::webIdentityTokenFile);
        return provider.build();
    }

    private static AwsCredentials awsCredentials(Keys keys) {
        return keys.sessionToken()
                .<AwsCredentials>map(
                        token -> AwsSessionCredentials.create(keys.accessKeyId(), keys.secretAccessKey(), token))
                .orElseGet(() -> AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey()));
    }
}
