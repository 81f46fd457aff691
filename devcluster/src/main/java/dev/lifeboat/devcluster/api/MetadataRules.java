package dev.lifeboat.devcluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.cause.Cause;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Names, labels, owners and finalizers.
final class MetadataRules {
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    /// Roles have names with colons, and are addressed as one path segment like all others.
    private static final Pattern PATH_SEGMENT = Pattern.compile("(?!\\.\\.?$)[^/%]+");
    private static final Pattern LABEL_KEY =
            Pattern.compile("([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern LABEL_VALUE = Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

    private MetadataRules() {}

    static List<Cause> check(ObjectNode object, Optional<ObjectNode> old) {
        var causes = new ArrayList<Cause>();
        checkName(object, causes);
        Meta.of(object).labels().forEach((key, value) -> checkLabel(key, value, causes));
        checkOwners(Meta.of(object), causes);
        old.map(Meta::of).filter(Meta::deleting).ifPresent(before -> checkFinalizers(Meta.of(object), before, causes));
        return causes;
    }

    private static void checkName(ObjectNode object, List<Cause> causes) {
        var name = Meta.of(object).name();
        var pattern = Json.textAt(object, "apiVersion").startsWith("rbac.") ? PATH_SEGMENT : NAME;
        if (name.isEmpty()) {
            causes.add(Cause.required("metadata.name", "name or generateName is required"));
        } else if (name.length() > 253 || !pattern.matcher(name).matches()) {
            causes.add(Cause.invalid(
                    "metadata.name",
                    Json.text(name).toString(),
                    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
                            + " '.', and must start and end with an alphanumeric character"));
        }
    }

    private static void checkLabel(String key, String value, List<Cause> causes) {
        if (!LABEL_KEY.matcher(key).matches()) {
            causes.add(Cause.invalid(
                    "metadata.labels",
                    Json.text(key).toString(),
                    "name part must consist of alphanumeric characters, '-', '_' or '.'"));
        }
        if (!LABEL_VALUE.matcher(value).matches()) {
            causes.add(Cause.invalid(
                    "metadata.labels",
                    Json.text(value).toString(),
                    "a valid label must be an empty string or consist of at most 63 alphanumeric characters,"
                            + " '-', '_' or '.', and must start and end with an alphanumeric character"));
        }
    }

    private static void checkOwners(Meta meta, List<Cause> causes) {
        var index = 0;
        var controllers = 0;
        for (var owner : meta.owners()) {
            for (var field : List.of("apiVersion", "kind", "name", "uid")) {
                if (Json.textAt(owner, field).isEmpty()) {
                    causes.add(Cause.invalid(
                            "metadata.ownerReferences[%d].%s".formatted(index, field),
                            "\"\"",
                            field + " must not be empty"));
                }
            }
            controllers += controller(owner) ? 1 : 0;
            index++;
        }
        if (controllers > 1) {
            causes.add(Cause.invalid(
                    "metadata.ownerReferences", "[]", "Only one reference can have Controller set to true"));
        }
    }

    private static boolean controller(JsonNode owner) {
        return owner.path("controller").asBoolean();
    }

    private static void checkFinalizers(Meta meta, Meta before, List<Cause> causes) {
        var added = new HashSet<>(meta.finalizers());
        before.finalizers().forEach(added::remove);
        if (!added.isEmpty()) {
            causes.add(Cause.forbidden(
                    "metadata.finalizers",
                    "no new finalizers can be added if the object is being deleted, found new finalizers " + added));
        }
    }
}
