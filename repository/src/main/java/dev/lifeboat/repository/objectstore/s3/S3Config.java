package dev.lifeboat.repository.objectstore.s3;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Where a bucket is and how to get in.
///
/// @param endpoint empty for AWS
/// @param prefix of every key; no slash at either end, may be empty
/// @param caBundle certificates in PEM to trust beside those the JVM knows
public record S3Config(
        Optional<URI> endpoint,
        String region,
        String bucket,
        String prefix,
        Addressing addressing,
        S3Credentials credentials,
        Optional<Path> caBundle) {

    /// Where the bucket's name goes in a URL.
    public enum Addressing {
        PATH_STYLE,
        VIRTUAL_HOST
    }

    public S3Config {
        if (prefix.startsWith("/") || prefix.endsWith("/")) {
            throw new IllegalArgumentException("The prefix must not start or end with a slash: " + prefix);
        }
        endpoint.map(URI::getScheme).filter(scheme -> !scheme.matches("https?")).ifPresent(scheme -> {
            throw new IllegalArgumentException("An endpoint is an http or https address, not " + scheme);
        });
    }
}
