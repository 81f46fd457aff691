package dev.lifeboat.agent.cli;

import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.RetryingObjectStore;
import dev.lifeboat.repository.objectstore.file.FileSystemObjectStore;
import dev.lifeboat.repository.objectstore.s3.S3Config;
import dev.lifeboat.repository.objectstore.s3.S3Credentials;
import dev.lifeboat.repository.objectstore.s3.S3ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which storage, and how to get in.
final class StoreArguments {

    /// What S3-compatible servers that have no regions take.
    private static final String DEFAULT_REGION = "us-east-1";

    @Parameters(
            index = "0",
            paramLabel = "LOCATION",
            description = {
                "Where the repository is:",
                "  file:///path/of/a/folder",
                "  s3://bucket/prefix",
                "  s3://bucket/prefix?endpoint=https://host:port&region=name&path-style=true",
                "Quote it: a shell takes '&' for itself."
            })
    private String location = "";

    @Option(
            names = "--credentials",
            paramLabel = "FOLDER",
            description = {
                "Keys of the bucket: a folder with the files accessKeyId, secretAccessKey and, for temporary keys,"
                        + " sessionToken.",
                "Without it the usual AWS environment counts: variables, profile, web identity, instance role."
            })
    private @Nullable Path credentials;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "Certificates in PEM to trust for the endpoint, instead of the system's.")
    private @Nullable Path caFile;

    /// For a storage that has to be there.
    ///
    /// @throws CommandFailedException there is no such folder
    ObjectStore open(Terminal terminal) {
        if (Location.parse(location) instanceof Location.Folder(var path) && !Files.exists(path)) {
            throw new CommandFailedException(
                    Exit.NOT_FOUND,
                    "There is no folder " + path + ". Check the location, or create a repository there first");
        }
        return openOrCreate(terminal);
    }

    /// @throws CommandFailedException there is something else
    ObjectStore openOrCreate(Terminal terminal) {
        if (Location.parse(location) instanceof Location.Folder(var path)
                && Files.exists(path)
                && !Files.isDirectory(path)) {
            throw new CommandFailedException(
                    Exit.DENIED, path + " is a file, and a repository needs a folder. Check the location");
        }
        return new RetryingObjectStore(
                switch (Location.parse(location)) {
                    case Location.Folder(var path) -> new FileSystemObjectStore(path);
                    case Location.Bucket bucket -> new S3ObjectStore(config(bucket, terminal));
                });
    }

    private S3Config config(Location.Bucket bucket, Terminal terminal) {
        if (caFile != null && !Files.isReadable(caFile)) {
            throw new CommandFailedException(
                    Exit.USAGE, "The file " + caFile + ", which --ca-file names, cannot be read");
        }
        return new S3Config(
                bucket.endpoint(),
                bucket.region()
                        .or(() -> Optional.ofNullable(terminal.environment().get("AWS_REGION")))
                        .or(() -> Optional.ofNullable(terminal.environment().get("AWS_DEFAULT_REGION")))
                        .orElse(DEFAULT_REGION),
                bucket.name(),
                bucket.prefix(),
                bucket.pathStyle() ? S3Config.Addressing.PATH_STYLE : S3Config.Addressing.VIRTUAL_HOST,
                credentials == null ? new S3Credentials.DefaultChain() : keys(credentials),
                Optional.ofNullable(caFile));
    }

    private static S3Credentials keys(Path folder) {
        return new S3Credentials.Keys(
                secret(folder, "accessKeyId"),
                secret(folder, "secretAccessKey"),
                Files.exists(folder.resolve("sessionToken"))
                        ? Optional.of(secret(folder, "sessionToken"))
                        : Optional.empty());
    }

    private static String secret(Path folder, String name) {
        try {
            return Files.readString(folder.resolve(name)).strip();
        } catch (IOException e) {
            throw new CommandFailedException(
                    Exit.USAGE,
                    "The folder " + folder + ", which --credentials names, has no readable file " + name,
                    e);
        }
    }
}
