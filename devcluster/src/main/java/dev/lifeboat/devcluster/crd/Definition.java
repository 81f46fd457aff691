package dev.lifeboat.devcluster.crd;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.cause.Cause;
import dev.lifeboat.devcluster.cel.Rules;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import dev.lifeboat.devcluster.kind.Kind;
import dev.lifeboat.devcluster.kind.Names;
import dev.lifeboat.devcluster.kind.Scope;
import dev.lifeboat.devcluster.kind.Version;
import dev.lifeboat.devcluster.schema.Schema;
import dev.lifeboat.devcluster.table.CustomColumns;
import dev.lifeboat.devcluster.validation.CustomSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A custom resource definition compiled: the kinds it defines, one per served version, and what is wrong with it.
public record Definition(List<Kind> kinds, List<Cause> causes) {
    public Definition {
        kinds = List.copyOf(kinds);
        causes = List.copyOf(causes);
    }

    public static Definition compile(JsonNode object) {
        var spec = object.path("spec");
        var causes = new ArrayList<>(checkNames(object, spec));
        var kinds = new ArrayList<Kind>();
        var index = 0;
        for (var version : spec.path("versions")) {
            var path = "spec.versions[%d].schema.openAPIV3Schema".formatted(index++);
            var kind = kind(spec, version, path, causes);
            if (version.path("served").asBoolean()) {
                kinds.add(kind);
            }
        }
        return new Definition(kinds, causes);
    }

    private static List<Cause> checkNames(JsonNode object, JsonNode spec) {
        var causes = new ArrayList<Cause>();
        for (var field : List.of("group", "scope")) {
            if (Json.textAt(spec, field).isEmpty()) {
                causes.add(Cause.required("spec." + field, ""));
            }
        }
        for (var field : List.of("plural", "kind")) {
            if (Json.textAt(spec, "names", field).isEmpty()) {
                causes.add(Cause.required("spec.names." + field, ""));
            }
        }
        var wanted = Json.textAt(spec, "names", "plural") + "." + Json.textAt(spec, "group");
        if (!Meta.of(object).name().equals(wanted)) {
            causes.add(Cause.invalid(
                    "metadata.name",
                    Json.text(Meta.of(object).name()).toString(),
                    "must be spec.names.plural+\".\"+spec.group"));
        }
        var stored = 0;
        for (var version : spec.path("versions")) {
            stored += version.path("storage").asBoolean() ? 1 : 0;
        }
        if (stored != 1) {
            causes.add(Cause.invalid("spec.versions", "[]", "must have exactly one version marked as storage version"));
        }
        return causes;
    }

    private static Kind kind(JsonNode spec, JsonNode version, String path, List<Cause> causes) {
        var raw = version.path("schema").path("openAPIV3Schema");
        var root = Schema.of(raw);
        causes.addAll(Structure.check(root, path));
        var rules = Rules.compile(root, path, causes);
        return new Kind(
                new Version(Json.textAt(spec, "group"), Json.textAt(version, "name")),
                names(spec.path("names")),
                Json.textAt(spec, "scope").equals("Cluster") ? Scope.CLUSTER : Scope.NAMESPACED,
                subresources(version),
                Optional.of(new CustomSchema(root, rules)),
                CustomColumns.of(version.path("additionalPrinterColumns")),
                selectable(version));
    }

    private static Names names(JsonNode names) {
        var kind = Json.textAt(names, "kind");
        var singular = Json.textAt(names, "singular");
        return new Names(
                kind,
                Json.textAt(names, "plural"),
                singular.isEmpty() ? kind.toLowerCase(Locale.ROOT) : singular,
                Json.texts(names.path("shortNames")),
                Json.texts(names.path("categories")));
    }

    private static Set<String> subresources(JsonNode version) {
        var subresources = new HashSet<String>();
        if (version.path("subresources").has("status")) {
            subresources.add("status");
        }
        return subresources;
    }

    private static List<String> selectable(JsonNode version) {
        var fields = new ArrayList<String>();
        version.path("selectableFields")
                .forEach(field -> fields.add(Json.textAt(field, "jsonPath").substring(1)));
        return fields;
    }
}
