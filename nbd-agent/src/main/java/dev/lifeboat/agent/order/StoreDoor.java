package dev.lifeboat.agent.order;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.repository.objectstore.RetryingObjectStore;
import dev.lifeboat.repository.objectstore.file.FileSystemObjectStore;
import dev.lifeboat.repository.objectstore.s3.S3Config;
import dev.lifeboat.repository.objectstore.s3.S3Credentials;
import dev.lifeboat.repository.objectstore.s3.S3ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Opens storage: the mounted volume, or a bucket with the mounted keys.
public final class StoreDoor implements Doors.Stores {
    /// What S3-compatible servers that have no regions take.
    private static final String DEFAULT_REGION = "us-east-1";

    private final Optional<Path> credentials;
    private final Optional<Path> volume;
    private final UnaryOperator<ObjectStore> meter;
    private final Pace upload;

    /// Uncounted, and as fast as it goes.
    public StoreDoor(Optional<Path> credentials, Optional<Path> volume) {
        this(credentials, volume, UnaryOperator.identity(), Pace.UNLIMITED);
    }

    /// @param meter  sees every try of a request
    /// @param upload how fast content may be sent
    public StoreDoor(Optional<Path> credentials, Optional<Path> volume, UnaryOperator<ObjectStore> meter, Pace upload) {
        this.credentials = credentials;
        this.volume = volume;
        this.meter = meter;
        this.upload = upload;
    }

    @Override
    public ObjectStore open(StorageAccess access) {
        return new RetryingObjectStore(meter.apply(
                switch (access) {
                    case StorageAccess.FileSystem folder -> new FileSystemObjectStore(path(folder), upload);
                    case StorageAccess.S3 bucket -> new S3ObjectStore(config(bucket), upload);
                }));
    }

    private Path path(StorageAccess.FileSystem folder) {
        return volume.orElseThrow(() -> new OrderFailedException(
                        FailureReason.InvalidOrder, "The order's storage is a folder, but --volume is not given"))
                .resolve(folder.subPath());
    }

    private S3Config config(StorageAccess.S3 bucket) {
        return new S3Config(
                bucket.endpoint(),
                bucket.region().orElse(DEFAULT_REGION),
                bucket.bucket(),
                withoutSlashes(bucket.prefix()),
                bucket.pathStyle() ? S3Config.Addressing.PATH_STYLE : S3Config.Addressing.VIRTUAL_HOST,
                credentials.<S3Credentials>map(StoreDoor::keys).orElseGet(S3Credentials.DefaultChain::new),
                bucket.caBundlePem().map(StoreDoor::file));
    }

    /// Read again for each request: whoever renews a mounted secret need not restart a backup.
    private static S3Credentials keys(Path folder) {
        var secret = new SecretFolder(folder, FailureReason.StorageCredentialsRejected);
        keys(secret);
        return new S3Credentials.Rotating(() -> keys(secret));
    }

    /// Twice the same: never the id of one pair with the secret of the next.
    private static S3Credentials.Keys keys(SecretFolder secret) {
        var seen = read(secret);
        for (var again = read(secret); !again.equals(seen); again = read(secret)) {
            seen = again;
        }
        return seen;
    }

    private static S3Credentials.Keys read(SecretFolder secret) {
        return new S3Credentials.Keys(
                secret.read("accessKeyId"), secret.read("secretAccessKey"), secret.find("sessionToken"));
    }

    /// Keys get a slash of their own between prefix and name.
    private static String withoutSlashes(String prefix) {
        return prefix.replaceAll("^/+|/+$", "");
    }

    private static Path file(String pem) {
        try {
            var file = Files.createTempFile("storage-ca-", ".pem");
            file.toFile().deleteOnExit();
            return Files.writeString(file, pem);
        } catch (IOException e) {
            throw new OrderFailedException(
                    FailureReason.InternalError,
                    "Cannot write the storage's CA certificates to a temporary file: " + e,
                    e);
        }
    }
}
