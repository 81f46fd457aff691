package dev.lifeboat.devcluster.builtin;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Defaults of services, which the devcluster stores and does not route.
final class ServiceDefaults {
    private ServiceDefaults() {}

    static void fill(ObjectNode spec) {
        BuiltInRules.fill(spec, "type", "ClusterIP");
        BuiltInRules.fill(spec, "sessionAffinity", "None");
        for (var node : spec.path("ports")) {
            var port = (ObjectNode) node;
            BuiltInRules.fill(port, "protocol", "TCP");
            if (!port.has("targetPort")) {
                port.set("targetPort", port.path("port"));
            }
        }
    }
}
