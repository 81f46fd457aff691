package dev.lifeboat.devcluster.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.json.Json;
import java.util.List;

/// Defaults of a pod's spec, wherever it stands.
final class PodDefaults {
    private static final int READABLE_BY_ALL = 0644;

    private PodDefaults() {}

    static void fill(ObjectNode spec, String restartPolicy) {
        BuiltInRules.fill(spec, "restartPolicy", restartPolicy);
        BuiltInRules.fill(spec, "terminationGracePeriodSeconds", 30);
        BuiltInRules.fill(spec, "dnsPolicy", "ClusterFirst");
        BuiltInRules.fill(spec, "schedulerName", "default-scheduler");
        Json.child(spec, "securityContext");
        spec.path("containers").forEach(PodDefaults::container);
        spec.path("initContainers").forEach(PodDefaults::container);
        spec.path("volumes").forEach(PodDefaults::volume);
    }

    private static void container(JsonNode node) {
        if (node instanceof ObjectNode container) {
            BuiltInRules.fill(container, "terminationMessagePath", "/dev/termination-log");
            BuiltInRules.fill(container, "terminationMessagePolicy", "File");
            BuiltInRules.fill(container, "imagePullPolicy", "IfNotPresent");
            Json.child(container, "resources");
            container.path("ports").forEach(port -> BuiltInRules.fill((ObjectNode) port, "protocol", "TCP"));
            for (var variable : container.path("env")) {
                if (Json.at(variable, "valueFrom", "fieldRef") instanceof ObjectNode field) {
                    BuiltInRules.fill(field, "apiVersion", "v1");
                }
            }
            for (var probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
                if (container.get(probe) instanceof ObjectNode found) {
                    probe(found);
                }
            }
        }
    }

    private static void probe(ObjectNode probe) {
        BuiltInRules.fill(probe, "timeoutSeconds", 1);
        BuiltInRules.fill(probe, "periodSeconds", 10);
        BuiltInRules.fill(probe, "successThreshold", 1);
        BuiltInRules.fill(probe, "failureThreshold", 3);
        if (probe.get("httpGet") instanceof ObjectNode get) {
            BuiltInRules.fill(get, "path", "/");
            BuiltInRules.fill(get, "scheme", "HTTP");
        }
    }

    private static void volume(JsonNode volume) {
        for (var source : List.of("configMap", "secret", "projected")) {
            if (volume.get(source) instanceof ObjectNode found) {
                BuiltInRules.fill(found, "defaultMode", READABLE_BY_ALL);
            }
        }
    }
}
