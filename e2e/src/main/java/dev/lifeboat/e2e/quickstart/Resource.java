package dev.lifeboat.e2e.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// A custom resource as `kubectl get -o json` shows it.
record Resource(JsonNode json) {
    String name() {
        return text("/metadata/name");
    }

    /// `VmBackup lifeboat-demo/db-01-…`
    String describe() {
        return text("/kind") + " " + text("/metadata/namespace") + "/" + name();
    }

    String text(String pointer) {
        return json.at(pointer).asText();
    }

    long number(String pointer) {
        return json.at(pointer).asLong();
    }

    Optional<String> condition(String type, String member) {
        return json.at("/status/conditions")
                .valueStream()
                .filter(condition -> condition.path("type").asText().equals(type))
                .map(condition -> condition.path(member).asText())
                .findFirst();
    }

    boolean is(String condition) {
        return condition(condition, "status").filter("True"::equals).isPresent();
    }

    /// The condition that a person reads first: why it failed, or what it waits for.
    String why() {
        for (var type : new String[] {"Failed", "Ready", "Complete"}) {
            var reason = condition(type, "reason");
            if (reason.isPresent()) {
                return type + "=" + condition(type, "status").orElse("?") + " (" + reason.get() + "): "
                        + condition(type, "message").orElse("");
            }
        }
        return "no condition yet";
    }
}
