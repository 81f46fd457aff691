package dev.lifeboat.operator.access;

import dev.lifeboat.crds.CaBundleRef;
import dev.lifeboat.crds.Reason;
import dev.lifeboat.operator.status.Problem;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Reads what a spec refers to, always from the server: a person mends a Secret and expects the next pass to see it.
final class References {
    private final KubernetesClient client;

    References(KubernetesClient client) {
        this.client = client;
    }

    Secret secret(String namespace, String name, Reason missing, String field) {
        return Optional.ofNullable(
                        client.secrets().inNamespace(namespace).withName(name).get())
                .orElseThrow(() -> new Problem.InvalidRequest(
                        missing, "Secret " + namespace + "/" + name + " of " + field + " does not exist; create it"));
    }

    /// @throws Problem.InvalidRequest when the key is not there or empty
    String value(Secret secret, String key, Reason missing, String field) {
        return text(secret, key)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new Problem.InvalidRequest(
                        missing,
                        "Secret " + secret.getMetadata().getNamespace() + "/"
                                + secret.getMetadata().getName() + " of " + field + " has no key '" + key
                                + "'; add it"));
    }

    /// @throws Problem.InvalidRequest when there is no such object, or no certificate under its key
    String certificates(String namespace, CaBundleRef ref, Reason missing, String field) {
        var pem = switch (ref.kind()) {
            case ConfigMap -> text(configMap(namespace, ref.name(), missing, field), ref.key());
            case Secret -> text(secret(namespace, ref.name(), missing, field), ref.key());
        };
        return pem.filter(text -> text.contains("-----BEGIN CERTIFICATE-----"))
                .orElseThrow(() -> new Problem.InvalidRequest(
                        missing,
                        ref.kind() + " " + namespace + "/" + ref.name() + " of " + field
                                + " has no PEM certificates under the key '" + ref.key()
                                + "'; put them there or name another key"));
    }

    private ConfigMap configMap(String namespace, String name, Reason missing, String field) {
        return Optional.ofNullable(client.configMaps()
                        .inNamespace(namespace)
                        .withName(name)
                        .get())
                .orElseThrow(() -> new Problem.InvalidRequest(
                        missing,
                        "ConfigMap " + namespace + "/" + name + " of " + field + " does not exist; create it"));
    }

    private static Optional<String> text(ConfigMap map, String key) {
        return Optional.ofNullable(map.getData()).map(data -> data.get(key));
    }

    private static Optional<String> text(Secret secret, String key) {
        return Optional.ofNullable(secret.getData())
                .map(data -> data.get(key))
                .map(base64 -> new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8));
    }
}
