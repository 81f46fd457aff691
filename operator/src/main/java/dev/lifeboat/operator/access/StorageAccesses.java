package dev.lifeboat.operator.access;

import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.BackupStorageReason;
import dev.lifeboat.crds.BackupStorageSpec;
import dev.lifeboat.crds.BackupStorageStatus;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.operator.status.Problem;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// How a BackupStorage is reached by an agent; checks that what the agent's pod will mount exists.
public final class StorageAccesses {
    /// Of the Secret with the repository's key.
    private static final String KEY_ENTRY = "key";

    private final KubernetesClient client;
    private final References references;

    public StorageAccesses(KubernetesClient client) {
        this.client = client;
        this.references = new References(client);
    }

    /// @throws Problem.InvalidRequest with a [BackupStorageReason]
    public RepositoryAccess of(BackupStorage storage) {
        return new RepositoryAccess(place(storage), encryption(storage), upload(storage));
    }

    /// Any pool of the namespace may have all its agents at this storage.
    private OptionalLong upload(BackupStorage storage) {
        var bandwidth = storage.getSpec().limits().bandwidth();
        if (bandwidth == null) {
            return OptionalLong.empty();
        }
        int agents = client
                .resources(XenHypervisor.class)
                .inNamespace(storage.getMetadata().getNamespace())
                .list()
                .getItems()
                .stream()
                .mapToInt(pool -> pool.getSpec().limits().maxConcurrentVms())
                .sum();
        try {
            return BandwidthShare.of(bandwidth, agents);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new Problem.InvalidRequest(BackupStorageReason.InvalidSpec, "spec." + e.getMessage(), e);
        }
    }

    private StorageAccess place(BackupStorage storage) {
        var namespace = storage.getMetadata().getNamespace();
        var provider = storage.getSpec().provider();
        if (provider.s3() != null) {
            return bucket(namespace, provider.s3());
        }
        if (provider.filesystem() != null) {
            return volume(namespace, provider.filesystem());
        }
        throw new Problem.InvalidRequest(
                BackupStorageReason.InvalidSpec, "spec.provider names no storage; set s3 or filesystem");
    }

    private StorageAccess volume(String namespace, BackupStorageSpec.FileSystem volume) {
        var claim = client.persistentVolumeClaims()
                .inNamespace(namespace)
                .withName(volume.claimName())
                .get();
        if (claim == null) {
            throw new Problem.InvalidRequest(
                    BackupStorageReason.ClaimMissing,
                    "PersistentVolumeClaim " + namespace + "/" + volume.claimName()
                            + " of spec.provider.filesystem.claimName does not exist; create it");
        }
        return new StorageAccess.FileSystem(orEmpty(volume.subPath()));
    }

    private StorageAccess bucket(String namespace, BackupStorageSpec.S3 bucket) {
        var field = "spec.provider.s3.credentialsSecretRef";
        var missing = BackupStorageReason.SecretMissing;
        var secret = references.secret(namespace, bucket.credentialsSecretRef().name(), missing, field);
        references.value(secret, "accessKeyId", missing, field);
        references.value(secret, "secretAccessKey", missing, field);
        var certificates = Optional.ofNullable(bucket.caBundleRef())
                .map(ref -> references.certificates(
                        namespace, ref, BackupStorageReason.CaBundleMissing, "spec.provider.s3.caBundleRef"));
        return new StorageAccess.S3(
                bucket.bucket(),
                orEmpty(bucket.prefix()),
                Optional.ofNullable(bucket.region()),
                Optional.ofNullable(bucket.endpoint()).map(StorageAccesses::endpoint),
                bucket.pathStyle(),
                certificates);
    }

    private Encryption encryption(BackupStorage storage) {
        var encryption = storage.getSpec().encryption();
        return switch (encryption.mode()) {
            case Disabled -> new Encryption.Disabled();
            case Required -> encrypted(storage, encryption);
        };
    }

    private Encryption encrypted(BackupStorage storage, BackupStorageSpec.Encryption encryption) {
        var field = "spec.encryption.keySecretRef";
        var missing = BackupStorageReason.SecretMissing;
        var ref = Optional.ofNullable(encryption.keySecretRef())
                .orElseThrow(() -> new Problem.InvalidRequest(
                        BackupStorageReason.InvalidSpec, field + " is not set; name a Secret with the entry 'key'"));
        var namespace = storage.getMetadata().getNamespace();
        references.value(references.secret(namespace, ref.name(), missing, field), KEY_ENTRY, missing, field);
        return new Encryption.Required(
                Optional.ofNullable(encryption.recoveryIdentities()).orElse(List.of()), lastSeen(storage));
    }

    private static Optional<Encryption.Seen> lastSeen(BackupStorage storage) {
        return Optional.ofNullable(storage.getStatus())
                .map(BackupStorageStatus::repository)
                .map(BackupStorageStatus.RepositoryStatus::encryption)
                .map(known -> new Encryption.Seen(known.fingerprint(), known.generation()));
    }

    private static URI endpoint(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new Problem.InvalidRequest(
                    BackupStorageReason.InvalidSpec,
                    "spec.provider.s3.endpoint: " + e.getMessage() + "; write https://host or https://host:port",
                    e);
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
