package dev.lifeboat.devcluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.builtin.BuiltInRules;
import dev.lifeboat.devcluster.crd.Definition;
import dev.lifeboat.devcluster.json.Meta;
import dev.lifeboat.devcluster.kind.BuiltIn;
import dev.lifeboat.devcluster.kind.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Brings objects into the form their kind demands, or refuses them.
final class Conformance {
    private Conformance() {}

    /// Prunes unknown fields in place and tells them as the client asked to be told.
    static List<String> prune(Kind kind, ObjectNode object, FieldValidation validation) {
        var unknown = kind.schema().map(schema -> schema.prune(object)).orElse(List.of()).stream()
                .map(field -> "unknown field \"" + field + "\"")
                .toList();
        return switch (validation) {
            case IGNORE -> List.of();
            case WARN -> unknown;
            case STRICT -> {
                if (!unknown.isEmpty()) {
                    throw ApiFailure.badRequest(
                            "%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
                                    .formatted(
                                            kind.kind(),
                                            kind.version().version(),
                                            kind.kind(),
                                            unknown.stream().collect(Collectors.joining(", "))));
                }
                yield List.of();
            }
        };
    }

    static void fillDefaults(Kind kind, ObjectNode object) {
        kind.schema()
                .ifPresentOrElse(
                        schema -> schema.fillDefaults(object), () -> BuiltInRules.fillDefaults(kind.kind(), object));
    }

    static void check(Kind kind, ObjectNode object, Optional<ObjectNode> old) {
        var causes = new ArrayList<>(MetadataRules.check(object, old));
        if (kind.resource().equals(BuiltIn.DEFINITIONS)) {
            // The schema is judged when it changes, so that status writes stay cheap.
            if (old.isEmpty() || !old.get().path("spec").equals(object.path("spec"))) {
                causes.addAll(Definition.compile(object).causes());
            }
        } else if (kind.schema().isPresent()) {
            causes.addAll(kind.schema().get().validate(object, old.<JsonNode>map(node -> node)));
        } else {
            causes.addAll(BuiltInRules.check(kind.kind(), object, old));
        }
        if (!causes.isEmpty()) {
            throw ApiFailure.invalid(kind, Meta.of(object).name(), causes);
        }
    }
}
