package dev.lifeboat.devcluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.cel.Quantity;
import dev.lifeboat.devcluster.control.ObjectWrites;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import dev.lifeboat.devcluster.kind.BuiltIn;
import dev.lifeboat.devcluster.kind.GroupResource;
import dev.lifeboat.devcluster.store.ObjectKey;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The variables a container declares, with their references resolved.
final class Environment {
    private final ObjectWrites objects;
    private final JsonNode pod;
    private final Map<String, String> variables = new LinkedHashMap<>();

    private Environment(ObjectWrites objects, JsonNode pod) {
        this.objects = objects;
        this.pod = pod;
    }

    /// @throws NotReady when something referred to is absent and not optional
    static Map<String, String> of(ObjectWrites objects, JsonNode pod, JsonNode container) {
        var environment = new Environment(objects, pod);
        container.path("envFrom").forEach(environment::addAll);
        container.path("env").forEach(variable -> environment.add(variable, container));
        return environment.variables;
    }

    private void addAll(JsonNode source) {
        var prefix = Json.textAt(source, "prefix");
        data(source.path("configMapRef"), BuiltIn.CONFIG_MAPS)
                .ifPresent(map -> map.properties()
                        .forEach(entry -> variables.put(
                                prefix + entry.getKey(), entry.getValue().asText())));
        data(source.path("secretRef"), BuiltIn.SECRETS)
                .ifPresent(secret -> secret.properties()
                        .forEach(entry -> variables.put(prefix + entry.getKey(), decoded(entry.getValue()))));
    }

    private void add(JsonNode variable, JsonNode container) {
        var name = Json.textAt(variable, "name");
        var source = variable.path("valueFrom");
        if (source.isMissingNode()) {
            variables.put(name, VariableExpansion.expand(Json.textAt(variable, "value"), variables));
        } else {
            resolve(source, container).ifPresent(value -> variables.put(name, value));
        }
    }

    private Optional<String> resolve(JsonNode source, JsonNode container) {
        if (source.has("fieldRef")) {
            return Optional.of(field(Json.textAt(source, "fieldRef", "fieldPath")));
        }
        if (source.has("resourceFieldRef")) {
            return Optional.of(resource(source.path("resourceFieldRef"), container));
        }
        if (source.has("secretKeyRef")) {
            return key(source.path("secretKeyRef"), BuiltIn.SECRETS).map(Environment::decoded);
        }
        return key(source.path("configMapKeyRef"), BuiltIn.CONFIG_MAPS).map(JsonNode::asText);
    }

    private String field(String path) {
        var quoted = path.indexOf("['");
        if (quoted > 0) {
            var map = Json.at(pod, path.substring(0, quoted).split("\\.", -1));
            return Json.textAt(map, path.substring(quoted + 2, path.length() - 2));
        }
        return Json.textAt(pod, path.split("\\.", -1));
    }

    private static String resource(JsonNode reference, JsonNode container) {
        var divisor = Quantity.parse(Json.textAt(reference, "divisor"))
                .map(Quantity::value)
                .filter(value -> value.signum() > 0);
        var amount = Quantity.parse(Json.textAt(
                container.path("resources"), Json.textAt(reference, "resource").split("\\.", -1)));
        return amount.map(Quantity::value)
                .orElse(BigDecimal.ZERO)
                .divide(divisor.orElse(BigDecimal.ONE), 0, RoundingMode.CEILING)
                .toPlainString();
    }

    private Optional<JsonNode> key(JsonNode reference, GroupResource resource) {
        var key = Json.textAt(reference, "key");
        var found = data(reference, resource).map(data -> data.path(key)).filter(value -> !value.isMissingNode());
        if (found.isEmpty() && !reference.path("optional").asBoolean()) {
            throw NotReady.config("couldn't find key %s in %s %s/%s"
                    .formatted(key, resource, Meta.of(pod).namespace(), Json.textAt(reference, "name")));
        }
        return found;
    }

    private Optional<JsonNode> data(JsonNode reference, GroupResource resource) {
        if (reference.isMissingNode()) {
            return Optional.empty();
        }
        var name = Json.textAt(reference, "name");
        var found = objects.find(resource, new ObjectKey(Meta.of(pod).namespace(), name));
        if (found.isEmpty() && !reference.path("optional").asBoolean()) {
            throw NotReady.config("%s \"%s\" not found".formatted(resource, name));
        }
        return found.map(object -> object.path("data"));
    }

    private static String decoded(JsonNode value) {
        return new String(Base64.getDecoder().decode(value.asText()), StandardCharsets.UTF_8);
    }
}
