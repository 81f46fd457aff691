package dev.lifeboat.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where recovery points are kept.
public record BackupStorageSpec(
        @Required
        @ValidationRule(
                value = "has(self.s3) != has(self.filesystem)",
                message = "set exactly one of provider.s3 and provider.filesystem")
        @JsonPropertyDescription("What kind of storage this is; exactly one of its fields is set.")
        Provider provider,

        @Default("{}")
        @ValidationRule(
                value = "self.mode == 'Disabled' || has(self.keySecretRef)",
                message = "set encryption.keySecretRef to a Secret with the entry 'key' (32 random bytes in base64:"
                        + " openssl rand -base64 32), or set encryption.mode to Disabled to store backups that"
                        + " whoever reads the storage can read")
        @ValidationRule(
                value = "self.mode == 'Required' || (!has(self.keySecretRef) && !has(self.recoveryIdentities))",
                message = "encryption.mode Disabled takes no key: remove keySecretRef and recoveryIdentities, or set"
                        + " mode to Required")
        @ValidationRule(
                value = "has(self.recoveryIdentities) == has(oldSelf.recoveryIdentities) &&"
                        + " (!has(self.recoveryIdentities) || self.recoveryIdentities == oldSelf.recoveryIdentities)",
                message = "recoveryIdentities are for the repository's creation; change them with lifeboat repository"
                        + " rekey")
        @JsonPropertyDescription("How the repository is encrypted; fixed when it is created.")
        Encryption encryption,

        @Default("{}") @JsonPropertyDescription("How the storage is checked.")
        Probe probe,

        @Default("{}") @JsonPropertyDescription("How much of the storage, and of the way there, backups may take.")
        Limits limits) {

    public record Provider(
            @Nullable @JsonPropertyDescription("A bucket on AWS or on a server that speaks its protocol.")
            S3 s3,

            @Nullable @JsonPropertyDescription("A volume that the agents mount.")
            FileSystem filesystem) {}

    public record FileSystem(
            @Required
            @Size(min = 1, max = 253)
            @ValidationRule(
                    value = "self == oldSelf",
                    message = "claimName cannot change; create a BackupStorage of another name")
            @JsonPropertyDescription(
                    "PersistentVolumeClaim in the same namespace; ReadWriteMany if agents run on several nodes.")
            String claimName,

            @Nullable
            @ValidationRule(
                    value = "!self.startsWith('/') && !self.contains('..')",
                    message = "subPath is relative and free of '..'")
            @JsonPropertyDescription("Folder inside the volume; its root if left out.")
            String subPath) {}

    public record S3(
            @Required
            @Size(min = 1, max = 63)
            @ValidationRule(
                    value = "self == oldSelf",
                    message = "bucket cannot change; create a BackupStorage of another name")
            @JsonPropertyDescription("Name of the bucket; it must exist.")
            String bucket,

            @Nullable @JsonPropertyDescription("Folder in the bucket; its root if left out.")
            String prefix,

            @Nullable @JsonPropertyDescription("Region, where the server has such.")
            String region,

            @Nullable @Pattern("^https?://.+$") @JsonPropertyDescription("URL of a server other than AWS.")
            String endpoint,

            @Default("false") @JsonPropertyDescription("True puts the bucket into the path instead of the host name.")
            boolean pathStyle,

            @Required
            @JsonPropertyDescription(
                    "Secret with the keys accessKeyId and secretAccessKey and, for temporary keys, sessionToken.")
            LocalRef credentialsSecretRef,

            @Nullable @JsonPropertyDescription("Certificates that the endpoint's is checked against.")
            CaBundleRef caBundleRef) {}

    public record Encryption(
            @Default("Required")
            @ValidationRule(
                    value = "self == oldSelf",
                    message = "encryption.mode cannot change; create a BackupStorage with another bucket or prefix")
            @JsonPropertyDescription("Disabled stores backups that whoever reads the storage can read.")
            Mode mode,

            @Nullable
            @JsonPropertyDescription(
                    "Secret with the entry key: 32 random bytes in base64. Keep a copy elsewhere: without it no backup"
                            + " can be read.")
            LocalRef keySecretRef,

            @Nullable
            @Size(max = 8)
            @JsonPropertyDescription(
                    "Public identities, from lifeboat repository new-identity, whose owners can read the repository"
                            + " without the Secret.")
            List<String> recoveryIdentities) {

        public enum Mode {
            Required,
            Disabled
        }
    }

    public record Limits(
            @Nullable
            @JsonPropertyDescription(
                    "How fast agents may write to this storage, all together. Each agent gets an even share, as many"
                            + " as the pools of this namespace may have at a time (limits.maxConcurrentVms).")
            Bandwidth bandwidth) {}

    public record Probe(
            @Default("5m")
            @Pattern("^([0-9]+(h|m|s))+$")
            @JsonPropertyDescription("How often an agent writes, reads and deletes a small object.")
            String interval) {}
}
