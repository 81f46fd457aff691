package dev.lifeboat.crds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Generates the CRDs and adds what the generator has no annotation for: categories, columns in the order in which they
/// are declared, whole numbers as bounds, list maps, and the descriptions of standard conditions.
final class CrdYaml {
    static final List<Class<? extends CustomResource<?, ?>>> KINDS = List.of(
            XenHypervisor.class, XenVm.class, BackupStorage.class, BackupPolicy.class, VmBackup.class, VmRestore.class);

    /// Lists of objects that are addressed by a key, so that server-side apply merges them.
    private static final Map<String, String> LIST_KEYS =
            Map.of("conditions", "type", "schedules", "name", "hostAddressOverrides", "hostUUID");

    private static final int MAX_STRING_LENGTH = 1024;

    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build());

    private CrdYaml() {}

    /// File name to content.
    static Map<String, String> generate() {
        var files = new TreeMap<String, String>();
        for (var kind : KINDS) {
            var crd = mend(kind, parse(raw(kind)));
            files.put(crd.at("/spec/names/plural").asText() + ".yaml", print(crd));
        }
        return files;
    }

    private static String raw(Class<? extends CustomResource<?, ?>> kind) {
        var outputs = new HashMap<String, ByteArrayOutputStream>();
        new CRDGenerator()
                .customResourceClasses(List.of(kind))
                .withOutput(new MemoryOutput(outputs))
                .generate();
        return outputs.values().iterator().next().toString(StandardCharsets.UTF_8);
    }

    private static ObjectNode mend(Class<?> kind, ObjectNode crd) {
        var category = kind == XenVm.class ? Api.INVENTORY_CATEGORY : Api.CATEGORY;
        ((ObjectNode) crd.at("/spec/names")).putArray("categories").add(category);
        var version = (ObjectNode) crd.at("/spec/versions/0");
        sortColumns(kind, (ArrayNode) version.get("additionalPrinterColumns"));
        mendSchema(version.get("schema"));
        boundStrings(version.at("/schema/openAPIV3Schema/properties/spec"));
        return crd;
    }

    private static void sortColumns(Class<?> kind, ArrayNode columns) {
        var order = Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        var sorted = columns.valueStream()
                .sorted(Comparator.comparingInt(
                        column -> order.indexOf(column.get("name").asText())))
                .toList();
        columns.removeAll().addAll(sorted);
    }

    private static void mendSchema(JsonNode node) {
        if (node instanceof ObjectNode schema) {
            for (var bound : List.of("minimum", "maximum")) {
                if (schema.path(bound).isDouble()) {
                    schema.put(bound, schema.get(bound).asLong());
                }
            }
            // The generator reads {} into the record and writes that out, with 0 and false where defaults should come
            // in.
            if (schema.path("default").isObject()) {
                schema.putObject("default");
            }
            // A record's component and its accessor carry the same annotation, and the generator takes both.
            if (schema.get("x-kubernetes-validations") instanceof ArrayNode rules) {
                var distinct = rules.valueStream().distinct().toList();
                rules.removeAll().addAll(distinct);
            }
            if (schema.get("properties") instanceof ObjectNode properties) {
                LIST_KEYS.forEach((name, key) -> {
                    if (properties.get(name) instanceof ObjectNode list
                            && list.path("type").asText().equals("array")) {
                        list.put("x-kubernetes-list-type", "map");
                        list.putArray("x-kubernetes-list-map-keys").add(key);
                        requireKey((ObjectNode) list.get("items"), key);
                    }
                });
            }
        }
        node.forEach(CrdYaml::mendSchema);
    }

    /// The API server estimates the worst cost of each rule before it accepts a CRD; a string without a bound counts as
    /// one of three megabytes.
    private static void boundStrings(JsonNode schema) {
        if (schema instanceof ObjectNode string
                && schema.path("type").asText().equals("string")
                && !schema.has("enum")
                && !schema.has("maxLength")) {
            string.put("maxLength", MAX_STRING_LENGTH);
        }
        schema.path("properties").forEach(CrdYaml::boundStrings);
        if (schema.has("items")) {
            boundStrings(schema.get("items"));
        }
    }

    /// The API server insists that the key of a list map is required.
    private static void requireKey(ObjectNode items, String key) {
        var required = items.get("required") instanceof ArrayNode array ? array : items.putArray("required");
        if (required.valueStream().noneMatch(name -> name.asText().equals(key))) {
            required.add(key);
        }
    }

    private static ObjectNode parse(String yaml) {
        try {
            return (ObjectNode) YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String print(ObjectNode crd) {
        try {
            return "# Generated from module crds; change the Java types, then run: mvn -pl crds -am test -Dcrds=write\n"
                    + YAML.writeValueAsString(crd);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class MemoryOutput extends CRDGenerator.AbstractCRDOutput<ByteArrayOutputStream> {
        private final Map<String, ByteArrayOutputStream> outputs;

        MemoryOutput(Map<String, ByteArrayOutputStream> outputs) {
            this.outputs = outputs;
        }

        @Override
        protected ByteArrayOutputStream createStreamFor(String crdName) {
            return outputs.computeIfAbsent(crdName, name -> new ByteArrayOutputStream());
        }
    }
}
