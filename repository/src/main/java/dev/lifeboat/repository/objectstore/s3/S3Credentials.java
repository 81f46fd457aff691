package dev.lifeboat.repository.objectstore.s3;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/// How a client proves who it is.
public sealed interface S3Credentials {

    /// A key pair; the session token comes with temporary ones.
    record Keys(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) implements S3Credentials {

        /// Without the secrets.
        @Override
        public String toString() {
            return "Keys[accessKeyId=" + accessKeyId + "]";
        }
    }

    /// Keys that somebody else renews: asked for before each request, so a mounted secret may change under a
    /// backup that runs for hours.
    record Rotating(Supplier<Keys> source) implements S3Credentials {

        @Override
        public String toString() {
            return "Rotating";
        }
    }

    /// A token of the platform (a Kubernetes service account's, say) exchanged for temporary keys by STS's
    /// `AssumeRoleWithWebIdentity`, and again before they expire.
    ///
    /// @param roleArn empty for what `AWS_ROLE_ARN` says
    /// @param tokenFile empty for what `AWS_WEB_IDENTITY_TOKEN_FILE` says; read again for each exchange
    /// @param sts empty for AWS; other servers have theirs at the address of the bucket
    record WebIdentity(Optional<String> roleArn, Optional<Path> tokenFile, Optional<URI> sts)
            implements S3Credentials {}

    /// Wherever the SDK looks: environment, web identity, the node's role. Whoever runs on a machine with a
    /// role of its own should mean it.
    record DefaultChain() implements S3Credentials {}
}
