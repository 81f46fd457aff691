package dev.lifeboat.devcluster.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.lifeboat.devcluster.cause.Cause;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.schema.Schema;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// One compiled rule.
record Rule(
        JsonNode source,
        CelRuntime.Program program,
        Optional<CelRuntime.Program> messageProgram,
        Transition transition) {
    /// Whether the rule compares with the former value, and whether it also wants to run when there is none.
    enum Transition {
        NONE,
        NEEDS_OLD,
        OPTIONAL_OLD
    }

    Optional<Cause> check(JsonNode value, Optional<JsonNode> old, Schema schema, String path) {
        if (transition == Transition.NEEDS_OLD && old.isEmpty()) {
            return Optional.empty();
        }
        var variables = variables(value, old, schema);
        try {
            return Boolean.TRUE.equals(program.eval(variables))
                    ? Optional.empty()
                    : Optional.of(refusal(variables, schema, path));
        } catch (CelEvaluationException e) {
            return Optional.of(
                    Cause.invalid(shownPath(path), shown(schema), "rule evaluation error: " + e.getMessage()));
        }
    }

    private Map<String, Object> variables(JsonNode value, Optional<JsonNode> old, Schema schema) {
        var variables = new HashMap<String, Object>();
        variables.put("self", Values.of(value, schema));
        var former = old.map(node -> Values.of(node, schema));
        if (transition == Transition.OPTIONAL_OLD) {
            variables.put("oldSelf", former);
        } else {
            former.ifPresent(node -> variables.put("oldSelf", node));
        }
        return variables;
    }

    private Cause refusal(Map<String, Object> variables, Schema schema, String path) {
        var at = shownPath(path + Json.textAt(source, "fieldPath"));
        var message = message(variables);
        return switch (Json.textAt(source, "reason")) {
            case "FieldValueForbidden" -> Cause.forbidden(at, message);
            case "FieldValueRequired" -> Cause.required(at, message);
            case "FieldValueDuplicate" -> Cause.duplicate(at, shown(schema));
            default -> Cause.invalid(at, shown(schema), message);
        };
    }

    /// The root has no path of its own; the real server writes `<nil>` there.
    private static String shownPath(String path) {
        var bare = path.startsWith(".") ? path.substring(1) : path;
        return bare.isEmpty() ? "<nil>" : bare;
    }

    private static String shown(Schema schema) {
        return "\"" + (schema.type().isEmpty() ? "object" : schema.type()) + "\"";
    }

    private String message(Map<String, Object> variables) {
        var computed =
                messageProgram.map(program -> evaluate(program, variables)).orElse("");
        if (!computed.isBlank()) {
            return computed;
        }
        var message = Json.textAt(source, "message");
        return message.isEmpty() ? "failed rule: " + Json.textAt(source, "rule") : message;
    }

    private static String evaluate(CelRuntime.Program program, Map<String, Object> variables) {
        try {
            return Objects.toString(program.eval(variables));
        } catch (CelEvaluationException _) {
            return "";
        }
    }
}
