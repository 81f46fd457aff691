package dev.lifeboat.repository.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.core.exception.SdkClientException;

/// Keys are in none of the places where they are looked for.
class NoKeysTest {
    @Test
    void whatToDoIsSaidInsteadOfWhereTheSdkLooked() {
        var failure = new S3Failure(config()).of(Operation.GET, "repository.json", failed());

        assertThat(failure)
                .hasMessageContaining("no keys for the bucket were found")
                .hasMessageContaining("AWS_ACCESS_KEY_ID")
                .message()
                .doesNotContain("ProviderChain");
        assertThat(failure.retryable()).isFalse();
    }

    /// As the SDK says it today.
    private static SdkClientException failed() {
        var chain = AwsCredentialsProviderChain.of(() -> {
            throw SdkClientException.create("not here");
        });
        try {
            chain.resolveCredentials();
            throw new AssertionError("there are keys");
        } catch (SdkClientException e) {
            return e;
        }
    }

    private static S3Config config() {
        return new S3Config(
                Optional.empty(),
                "eu-west-1",
                "bucket",
                "",
                S3Config.Addressing.VIRTUAL_HOST,
                new S3Credentials.DefaultChain(),
                Optional.empty());
    }
}
