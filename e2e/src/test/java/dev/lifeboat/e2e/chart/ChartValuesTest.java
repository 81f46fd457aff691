package dev.lifeboat.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartValuesTest {
    private static final Pattern ROW =
            Pattern.compile("^\\| `([\\w.]+)` \\| `([^|]*)` \\| \\S.* \\|$", Pattern.MULTILINE);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        replicas: 0                                      | /replicas                         | minimum: got 0, want 1
        replicas: two                                    | /replicas                         | got string, want integer
        replica: 2                                       | /                                 | 'replica' not allowed
        operator: {image: {pullPolicy: Sometimes}}       | /operator/image/pullPolicy        | value must be one of 'IfNotPresent', 'Always', 'Never'
        operator: {image: {digest: latest}}              | /operator/image/digest            | 'latest' does not match pattern
        namespaces: [Blue]                          | /namespaces/0                | 'Blue' does not match pattern
        namespaces: [blue, blue]                    | /namespaces                  | items at 0 and 1 are equal
        serviceMonitor: {interval: 30}                   | /serviceMonitor/interval          | got number, want string
        networkPolicy: {operator: {egress: [{port: 1}]}} | /networkPolicy/operator/egress/0  | 'port' not allowed
        operator: {resources: {limits: {memory: much}}}  | /operator/resources/limits/memory | 'much' does not match pattern
        agent: {memory: 512MB}                           | /agent/memory                     | '512MB' does not match pattern
        """)
    void aWrongValueIsRefusedAndNamed(String values, String where, String what) {
        assertThatIllegalStateException()
                .isThrownBy(() -> Chart.render(values))
                .withMessageContaining("at '" + (where.equals("/") ? "" : where) + "'")
                .withMessageContaining(what);
    }

    @Test
    void theChartMayBePartOfAnother() {
        assertThat(Chart.render("global: {anything: 1}").objects()).isNotEmpty();
    }

    @Test
    void everyValueIsExplained() {
        assertThat(ChartValues.read().unexplained()).isEmpty();
    }

    @Test
    void theSchemaKnowsExactlyTheValuesThereAre() {
        var values = ChartValues.read().defaults().keySet();

        assertThat(known("", Chart.tree("values.schema.json"), values)).containsExactlyInAnyOrderElementsOf(values);
    }

    @Test
    void theReadmeListsEveryValueWithItsDefault() {
        var documented = ROW.matcher(Chart.text("README.md"))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));

        assertThat(new TreeMap<>(documented)).isEqualTo(ChartValues.read().defaults());
    }

    private static List<String> known(String prefix, JsonNode schema, Set<String> values) {
        return schema.path("properties").properties().stream()
                .filter(property -> !property.getKey().equals("global"))
                .flatMap(property -> {
                    var path = prefix + property.getKey();
                    var inner = resolved(property.getValue());
                    return values.contains(path) || inner.path("properties").isEmpty()
                            ? Stream.of(path)
                            : known(path + ".", inner, values).stream();
                })
                .toList();
    }

    private static JsonNode resolved(JsonNode schema) {
        return schema.has("$ref")
                ? Chart.tree("values.schema.json")
                        .at(schema.path("$ref").asText().substring(1))
                : schema;
    }
}
