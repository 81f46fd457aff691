package dev.lifeboat.operator.agent;

import dev.lifeboat.crds.BackupStorageSpec;
import dev.lifeboat.crds.LocalRef;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an agent's pod sees of the cluster: its order, the credentials that the order needs, the storage's volume, and
/// a folder for temporary files.
final class AgentMounts {
    static final String ORDER_FOLDER = "/etc/lifeboat/order";
    static final String ORDER_FILE = "order.json";
    static final String POOL_FOLDER = "/etc/lifeboat/pool";
    static final String STORAGE_FOLDER = "/etc/lifeboat/storage";
    static final String KEY_FOLDER = "/etc/lifeboat/repository-key";
    static final String VOLUME_FOLDER = "/var/lib/lifeboat/storage";

    /// Readable by the group that the pod's files belong to, and by nobody else.
    private static final int SECRET_MODE = 0440;

    private final AgentOrder order;

    AgentMounts(AgentOrder order) {
        this.order = order;
    }

    Optional<BackupStorageSpec.S3> bucket() {
        return Optional.ofNullable(order.storage().getSpec().provider().s3());
    }

    Optional<BackupStorageSpec.FileSystem> volume() {
        return Optional.ofNullable(order.storage().getSpec().provider().filesystem());
    }

    Optional<String> keySecret() {
        return Optional.ofNullable(order.storage().getSpec().encryption().keySecretRef())
                .map(LocalRef::name);
    }

    List<Volume> volumes() {
        var volumes = new ArrayList<Volume>();
        volumes.add(new VolumeBuilder()
                .withName("order")
                .withNewConfigMap()
                .withName(order.name())
                .endConfigMap()
                .build());
        volumes.add(new VolumeBuilder()
                .withName("tmp")
                .withNewEmptyDir()
                .endEmptyDir()
                .build());
        order.pool()
                .map(pool ->
                        secret("pool", pool.getSpec().credentialsSecretRef().name()))
                .ifPresent(volumes::add);
        bucket().map(bucket -> secret("storage", bucket.credentialsSecretRef().name()))
                .ifPresent(volumes::add);
        keySecret().map(name -> secret("repository-key", name)).ifPresent(volumes::add);
        volume().map(AgentMounts::claim).ifPresent(volumes::add);
        return List.copyOf(volumes);
    }

    List<VolumeMount> volumeMounts() {
        var mounts = new ArrayList<VolumeMount>();
        mounts.add(readOnly("order", ORDER_FOLDER));
        mounts.add(writable("tmp", "/tmp"));
        order.pool().ifPresent(_ -> mounts.add(readOnly("pool", POOL_FOLDER)));
        bucket().ifPresent(_ -> mounts.add(readOnly("storage", STORAGE_FOLDER)));
        keySecret().ifPresent(_ -> mounts.add(readOnly("repository-key", KEY_FOLDER)));
        volume().ifPresent(_ -> mounts.add(writable("storage", VOLUME_FOLDER)));
        return List.copyOf(mounts);
    }

    private static Volume secret(String volume, String secret) {
        return new VolumeBuilder()
                .withName(volume)
                .withNewSecret()
                .withSecretName(secret)
                .withDefaultMode(SECRET_MODE)
                .endSecret()
                .build();
    }

    private static Volume claim(BackupStorageSpec.FileSystem volume) {
        return new VolumeBuilder()
                .withName("storage")
                .withNewPersistentVolumeClaim()
                .withClaimName(volume.claimName())
                .endPersistentVolumeClaim()
                .build();
    }

    private static VolumeMount readOnly(String volume, String path) {
        return new VolumeMountBuilder()
                .withName(volume)
                .withMountPath(path)
                .withReadOnly(true)
                .build();
    }

    private static VolumeMount writable(String volume, String path) {
        return new VolumeMountBuilder().withName(volume).withMountPath(path).build();
    }
}
