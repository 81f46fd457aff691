package dev.lifeboat.agent.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;
import java.util.Optional;

/// Where a repository is stored.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StorageAccess.FileSystem.class, name = "FileSystem"),
    @JsonSubTypes.Type(value = StorageAccess.S3.class, name = "S3")
})
public sealed interface StorageAccess {
    /// A folder of the volume that is mounted at [AgentArguments#volume()].
    ///
    /// @param subPath relative, `/` between names; empty for the volume's root
    record FileSystem(String subPath) implements StorageAccess {
        public FileSystem {
            if (subPath.startsWith("/") || subPath.contains("..")) {
                throw new IllegalArgumentException("subPath must be relative and free of '..', not " + subPath);
            }
        }
    }

    /// A bucket; its keys are files, see [AgentArguments].
    ///
    /// @param prefix   put before every key as it stands; empty for none
    /// @param endpoint of a server other than AWS
    /// @param caBundlePem certificates that the endpoint's is checked against, beyond the system's
    record S3(
            String bucket,
            String prefix,
            Optional<String> region,
            Optional<URI> endpoint,
            boolean pathStyle,
            Optional<String> caBundlePem)
            implements StorageAccess {}
}
