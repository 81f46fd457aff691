package dev.lifeboat.devcluster.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.cause.Cause;
import dev.lifeboat.devcluster.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// ConfigMaps and Secrets.
final class DataRules {
    private DataRules() {}

    /// `stringData` is write-only: it moves into `data`.
    static void fillSecret(ObjectNode secret) {
        BuiltInRules.fill(secret, "type", "Opaque");
        if (secret.remove("stringData") instanceof ObjectNode plain) {
            var data = Json.child(secret, "data");
            plain.properties()
                    .forEach(entry -> data.put(
                            entry.getKey(),
                            Base64.getEncoder()
                                    .encodeToString(entry.getValue().asText().getBytes(StandardCharsets.UTF_8))));
        }
    }

    static List<Cause> check(ObjectNode object, Optional<ObjectNode> old) {
        var causes = new ArrayList<Cause>();
        if (Json.textAt(object, "kind").equals("Secret")) {
            object.path("data").properties().forEach(entry -> {
                if (!base64(entry.getValue().asText())) {
                    causes.add(Cause.invalid("data[%s]".formatted(entry.getKey()), "\"…\"", "must be base64"));
                }
            });
        }
        old.ifPresent(before -> checkChange(object, before, causes));
        return causes;
    }

    private static void checkChange(JsonNode object, JsonNode before, List<Cause> causes) {
        if (!before.path("type").equals(object.path("type"))) {
            causes.add(Cause.invalid("type", object.path("type").toString(), "field is immutable"));
        }
        var frozen = before.path("immutable").asBoolean();
        for (var field : List.of("data", "binaryData", "immutable")) {
            if (frozen && !before.path(field).equals(object.path(field))) {
                causes.add(Cause.forbidden(field, "field is immutable when `immutable` is set"));
            }
        }
    }

    private static boolean base64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
