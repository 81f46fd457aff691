package dev.lifeboat.repository.objectstore.s3;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/// Signature version 4 over the request's head alone (`UNSIGNED-PAYLOAD`).
///
/// The SDK leaves the payload out over TLS only; over plain HTTP it hashes every byte, half of what a put
/// costs. What is put has checksums of its own, so the scheme is told to be TLS while it signs; it is no
/// part of the signature.
final class UnsignedPayload implements AwsV4AuthScheme, AwsV4HttpSigner {

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    @Override
    public String schemeId() {
        return AwsV4AuthScheme.SCHEME_ID;
    }

    @Override
    public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
        return providers.identityProvider(AwsCredentialsIdentity.class);
    }

    @Override
    public AwsV4HttpSigner signer() {
        return this;
    }

    @Override
    public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
        return signHead(request);
    }

    private <T extends AwsCredentialsIdentity> SignedRequest signHead(SignRequest<T> request) {
        var plain = request.request();
        var signed = signer.sign(request.toBuilder()
                .request(plain.toBuilder().protocol("https").port(plain.port()).build())
                .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                .build());
        var builder = SignedRequest.builder()
                .request(signed.request().toBuilder()
                        .protocol(plain.protocol())
                        .port(plain.port())
                        .build());
        signed.payload().ifPresent(builder::payload);
        return builder.build();
    }

    @Override
    public CompletableFuture<AsyncSignedRequest> signAsync(AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
        return signer.signAsync(request);
    }
}
