package dev.lifeboat.operator.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.crds.Reason;
import dev.lifeboat.operator.status.Problem;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What stands beside a pool or a storage in the cluster, and what is said where it is missing.
final class ClusterObjects {
    private final KubernetesClient client;

    ClusterObjects(KubernetesClient client) {
        this.client = client;
    }

    void secret(String name, Map<String, String> values) {
        var data = new HashMap<String, String>();
        values.forEach((key, value) ->
                data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("demo")
                        .endMetadata()
                        .withData(data)
                        .build())
                .create();
    }

    void claim(String name) {
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("demo")
                        .endMetadata()
                        .build())
                .create();
    }

    static void assertProblem(ThrowingCallable call, Reason reason, String part) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Problem.InvalidRequest.class,
                        problem -> assertThat(problem.reason()).isEqualTo(reason))
                .hasMessageContaining(part);
    }
}
