package dev.lifeboat.devcluster.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.cause.Cause;
import dev.lifeboat.devcluster.schema.ListType;
import dev.lifeboat.devcluster.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// The rules of a schema node and of all nodes below it.
public final class Rules {
    private final Schema schema;
    private final List<Rule> own = new ArrayList<>();
    private final Map<String, Rules> fields = new LinkedHashMap<>();
    private Optional<Rules> values = Optional.empty();
    private Optional<Rules> items = Optional.empty();

    private Rules(Schema schema) {
        this.schema = schema;
    }

    /// Compiles all rules; what does not compile is added to the causes, under the path of the schema.
    public static Rules compile(Schema root, String schemaPath, List<Cause> refused) {
        var types = new SchemaTypes();
        types.typeOf(root, "", true);
        return new Builder(types, new RuleCompiler(types), refused).build(root, "", schemaPath, true);
    }

    /// What the rules say against the value. Rules about a former value run where both belong together.
    public List<Cause> check(JsonNode value, Optional<JsonNode> old) {
        var causes = new ArrayList<Cause>();
        check(value, old, "", causes);
        return List.copyOf(causes);
    }

    private void check(JsonNode value, Optional<JsonNode> old, String path, List<Cause> causes) {
        if (value.isNull()) {
            return;
        }
        own.forEach(rule -> rule.check(value, old, schema, path).ifPresent(causes::add));
        fields.forEach((name, rules) -> descend(rules, value, old, name, path + "." + name, causes));
        values.ifPresent(rules -> value.properties()
                .forEach(entry ->
                        descend(rules, value, old, entry.getKey(), "%s[%s]".formatted(path, entry.getKey()), causes)));
        items.ifPresent(rules -> checkItems(rules, value, old, path, causes));
    }

    private static void descend(
            Rules rules, JsonNode value, Optional<JsonNode> old, String name, String path, List<Cause> causes) {
        if (value.has(name)) {
            rules.check(value.path(name), old.map(node -> node.get(name)), path, causes);
        }
    }

    private void checkItems(Rules rules, JsonNode list, Optional<JsonNode> old, String path, List<Cause> causes) {
        for (var index = 0; index < list.size(); index++) {
            var item = list.get(index);
            var former = schema.listType() == ListType.MAP
                    ? old.flatMap(node -> sameKeys(node, item))
                    : Optional.<JsonNode>empty();
            rules.check(item, former, path + "[" + index + "]", causes);
        }
    }

    private Optional<JsonNode> sameKeys(JsonNode list, JsonNode item) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(other -> schema.listKeys().stream()
                        .allMatch(key -> other.path(key).equals(item.path(key))))
                .findFirst();
    }

    private boolean empty() {
        return own.isEmpty() && fields.isEmpty() && values.isEmpty() && items.isEmpty();
    }

    private record Builder(SchemaTypes types, RuleCompiler compiler, List<Cause> refused) {
        Rules build(Schema schema, String typePath, String schemaPath, boolean resource) {
            var rules = new Rules(schema);
            if (!schema.rules().isEmpty()) {
                compileOwn(rules, typePath, schemaPath, resource);
            }
            schema.properties().forEach((name, field) -> {
                var below = build(
                        field,
                        typePath + "." + name,
                        "%s.properties[%s]".formatted(schemaPath, name),
                        field.embedded());
                if (!below.empty()) {
                    rules.fields.put(name, below);
                }
            });
            rules.values = schema.additional()
                    .map(field -> build(field, typePath + ".@values", schemaPath + ".additionalProperties", false))
                    .filter(below -> !below.empty());
            rules.items = schema.items()
                    .map(field -> build(field, typePath + ".@items", schemaPath + ".items", false))
                    .filter(below -> !below.empty());
            return rules;
        }

        private void compileOwn(Rules rules, String typePath, String schemaPath, boolean resource) {
            var self = types.typeOf(rules.schema, typePath, resource);
            var index = 0;
            for (var source : rules.schema.rules()) {
                try {
                    rules.own.add(compiler.compile(source, self));
                } catch (RuleRefused e) {
                    refused.add(Cause.invalid(
                            "%s.x-kubernetes-validations[%d].rule".formatted(schemaPath, index),
                            source.path("rule").toString(),
                            e.getMessage()));
                }
                index++;
            }
        }
    }
}
