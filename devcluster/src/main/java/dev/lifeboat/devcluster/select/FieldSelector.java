package dev.lifeboat.devcluster.select;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.kind.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Requirements on fields. Custom resources select by name, namespace and what their definition lists;
/// built-in kinds by any scalar field, which is more than the real server allows.
public record FieldSelector(List<Requirement> requirements) implements Predicate<JsonNode> {
    private static final Set<String> ALWAYS = Set.of("metadata.name", "metadata.namespace");

    public FieldSelector {
        requirements = List.copyOf(requirements);
    }

    public static FieldSelector parse(String text, Kind kind) {
        var requirements = new ArrayList<Requirement>();
        for (var part : text.isBlank() ? new String[0] : text.split(",", -1)) {
            var requirement = Requirement.parse(part.strip());
            if (kind.custom()
                    && !ALWAYS.contains(requirement.field)
                    && !kind.selectableFields().contains(requirement.field)) {
                throw new SelectorRefused("field label not supported: " + requirement.field);
            }
            requirements.add(requirement);
        }
        return new FieldSelector(requirements);
    }

    @Override
    public boolean test(JsonNode object) {
        return requirements.stream().allMatch(requirement -> requirement.test(object));
    }

    /// One field and the value it must or must not have; an absent field has the empty value.
    public record Requirement(String field, String value, boolean equal) implements Predicate<JsonNode> {
        static Requirement parse(String text) {
            var unequal = text.indexOf("!=");
            if (unequal > 0) {
                return new Requirement(text.substring(0, unequal), text.substring(unequal + 2), false);
            }
            var equal = text.indexOf('=');
            if (equal <= 0) {
                throw new SelectorRefused("invalid selector: '%s'; can't understand '%s'".formatted(text, text));
            }
            var value = text.substring(equal + 1);
            return new Requirement(text.substring(0, equal), value.startsWith("=") ? value.substring(1) : value, true);
        }

        @Override
        public boolean test(JsonNode object) {
            return Json.textAt(object, field.split("\\.", -1)).equals(value) == equal;
        }
    }
}
