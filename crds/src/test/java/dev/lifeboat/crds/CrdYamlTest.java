package dev.lifeboat.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CrdYamlTest {
    private static final Path CHART = Path.of("..", "charts", "lifeboat", "crds");
    private static final Map<String, String> GENERATED = CrdYaml.generate();

    static Set<String> files() {
        return GENERATED.keySet();
    }

    @Test
    void theChartHoldsTheGeneratedCrds() throws IOException {
        if (System.getProperty("crds", "check").equals("write")) {
            for (var file : GENERATED.entrySet()) {
                Files.writeString(CHART.resolve(file.getKey()), file.getValue());
            }
        }
        var committed = new TreeMap<String, String>();
        try (var files = Files.list(CHART)) {
            for (var file : files.toList()) {
                committed.put(file.getFileName().toString(), Files.readString(file));
            }
        }

        assertThat(committed)
                .as("charts/lifeboat/crds; write it with: mvn -pl crds -am test -Dcrds=write")
                .isEqualTo(GENERATED);
    }

    @ParameterizedTest
    @MethodSource("files")
    void everySpecFieldIsDescribed(String file) throws IOException {
        var schema = schema(file);

        assertThat(undescribed("spec", schema.at("/properties/spec"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void noSchemaIsLeftOpen(String file) throws IOException {
        assertThat(GENERATED.get(file)).doesNotContain("x-kubernetes-preserve-unknown-fields");
        assertThat(schema(file).at("/properties/status/properties")).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void aDefaultOfAnObjectLeavesItsFieldsToTheirOwnDefaults(String file) throws IOException {
        assertThat(schema(file).findValues("default"))
                .filteredOn(JsonNode::isObject)
                .allSatisfy(value -> assertThat(value).isEmpty());
    }

    private static JsonNode schema(String file) throws IOException {
        return new YAMLMapper().readTree(GENERATED.get(file)).at("/spec/versions/0/schema/openAPIV3Schema");
    }

    private static Set<String> undescribed(String path, JsonNode schema) {
        var missing = new TreeSet<String>();
        schema.path("properties").properties().forEach(property -> {
            var name = path + "." + property.getKey();
            if (!property.getValue().has("description")) {
                missing.add(name);
            }
            missing.addAll(undescribed(name, property.getValue()));
            missing.addAll(undescribed(name + "[]", property.getValue().path("items")));
        });
        return missing;
    }
}
