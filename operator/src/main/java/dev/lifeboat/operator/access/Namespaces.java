package dev.lifeboat.operator.access;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/// What must be known of the namespaces that resources are in.
public interface Namespaces {
    /// Unique among all namespaces of all clusters: what we make on a pool is marked with it, since several of them may
    /// work with the same pool and each cleans up after itself only.
    String uid(String name);

    /// Whether it is being deleted. Then no object of ours may hold it up.
    boolean terminating(String name);

    static Namespaces of(KubernetesClient client) {
        return new Namespaces() {
            @Override
            public String uid(String name) {
                return read(name)
                        .map(namespace -> namespace.getMetadata().getUid())
                        .orElseThrow(() -> new IllegalStateException("Namespace " + name + " does not exist"));
            }

            @Override
            public boolean terminating(String name) {
                return read(name)
                        .map(namespace -> namespace.getMetadata().getDeletionTimestamp())
                        .isPresent();
            }

            private Optional<Namespace> read(String name) {
                return Optional.ofNullable(client.namespaces().withName(name).get());
            }
        };
    }
}
