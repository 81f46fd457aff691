package dev.lifeboat.devcluster.select;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Requirements on labels, all of which must hold.
public record LabelSelector(List<Predicate<Map<String, String>>> requirements) implements Predicate<JsonNode> {
    private static final Pattern SET = Pattern.compile("([^\\s!=,()]+)\\s+(in|notin)\\s*\\(([^)]*)\\)");
    private static final Pattern EQUALITY = Pattern.compile("([^\\s!=,()]+)\\s*(=|==|!=)\\s*([^\\s!=,()]*)");
    private static final Pattern PRESENCE = Pattern.compile("(!?)\\s*([^\\s!=,()]+)");

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    public static LabelSelector parse(String text) {
        var requirements = new ArrayList<Predicate<Map<String, String>>>();
        for (var part : split(text)) {
            requirements.add(requirement(part.strip()));
        }
        return new LabelSelector(requirements);
    }

    @Override
    public boolean test(JsonNode object) {
        var labels = Meta.of(object).labels();
        return requirements.stream().allMatch(requirement -> requirement.test(labels));
    }

    /// At commas outside parentheses.
    private static List<String> split(String text) {
        return text.isBlank() ? List.of() : Arrays.asList(text.split(",(?![^(]*\\))", -1));
    }

    private static Predicate<Map<String, String>> requirement(String text) {
        var set = SET.matcher(text);
        if (set.matches()) {
            var key = set.group(1);
            var values = values(set.group(3));
            return set.group(2).equals("in")
                    ? labels -> labels.containsKey(key) && values.contains(labels.get(key))
                    : labels -> !values.contains(labels.getOrDefault(key, "\0"));
        }
        var equality = EQUALITY.matcher(text);
        if (equality.matches()) {
            var key = equality.group(1);
            var value = equality.group(3);
            return equality.group(2).equals("!=")
                    ? labels -> !value.equals(labels.get(key))
                    : labels -> value.equals(labels.get(key));
        }
        var presence = PRESENCE.matcher(text);
        if (presence.matches()) {
            var wanted = presence.group(1).isEmpty();
            return labels -> labels.containsKey(presence.group(2)) == wanted;
        }
        throw new SelectorRefused("unable to parse requirement: " + Json.text(text));
    }

    private static Set<String> values(String list) {
        return Arrays.stream(list.split(",", -1)).map(String::strip).collect(Collectors.toSet());
    }
}
