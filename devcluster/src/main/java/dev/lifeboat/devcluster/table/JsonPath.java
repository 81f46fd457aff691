package dev.lifeboat.devcluster.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The part of JSONPath that printer columns use: fields, indexes, `[*]`, and filters that compare one field.
public final class JsonPath {
    private static final Pattern STEP = Pattern.compile(
            "\\.?\\[(?<bracket>[^\\]]*(?:'[^']*'|\"[^\"]*\")?[^\\]]*)\\]|\\.(?<field>(?:\\\\.|[^.\\[\\\\])+)");
    private static final Pattern FILTER =
            Pattern.compile("\\?\\(\\s*@\\.(?<field>[^\\s=!<>]+)\\s*(?:(?<operator>==|!=)\\s*(?<value>.+?))?\\s*\\)");

    private final List<Function<JsonNode, Stream<JsonNode>>> steps;

    private JsonPath(List<Function<JsonNode, Stream<JsonNode>>> steps) {
        this.steps = List.copyOf(steps);
    }

    /// Empty when the path is none of these.
    public static Optional<JsonPath> parse(String path) {
        var text = path.startsWith("$") ? path.substring(1) : path;
        var steps = new ArrayList<Function<JsonNode, Stream<JsonNode>>>();
        var matcher = STEP.matcher(text);
        var end = 0;
        while (matcher.find() && matcher.start() == end) {
            end = matcher.end();
            var bracket = matcher.group("bracket");
            steps.add(bracket == null ? field(matcher.group("field").replace("\\", "")) : bracket(bracket.strip()));
        }
        return end == text.length() ? Optional.of(new JsonPath(steps)) : Optional.empty();
    }

    public Optional<JsonNode> first(JsonNode root) {
        var found = Stream.of(root);
        for (var step : steps) {
            found = found.flatMap(step);
        }
        return found.findFirst();
    }

    private static Function<JsonNode, Stream<JsonNode>> field(String name) {
        return node -> Stream.ofNullable(node.get(name));
    }

    private static Function<JsonNode, Stream<JsonNode>> bracket(String inside) {
        if (inside.equals("*")) {
            return node -> StreamSupport.stream(node.spliterator(), false);
        }
        if (inside.startsWith("?")) {
            return filter(inside);
        }
        if (inside.matches("-?\\d+")) {
            var index = Integer.parseInt(inside);
            return node -> Stream.ofNullable(node.get(index < 0 ? node.size() + index : index));
        }
        return field(unquote(inside));
    }

    private static Function<JsonNode, Stream<JsonNode>> filter(String text) {
        var matcher = FILTER.matcher(text);
        if (!matcher.matches()) {
            return _ -> Stream.empty();
        }
        var path = matcher.group("field").split("\\.", -1);
        var wantEqual = !"!=".equals(matcher.group("operator"));
        var value = matcher.group("value");
        return node -> StreamSupport.stream(node.spliterator(), false).filter(item -> {
            var found = Json.at(item, path);
            return value == null ? !found.isMissingNode() : found.asText().equals(unquote(value)) == wantEqual;
        });
    }

    private static String unquote(String text) {
        var quoted = text.length() >= 2 && (text.startsWith("'") || text.startsWith("\""));
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
