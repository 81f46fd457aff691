package dev.lifeboat.repository.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.io.IOException;

/// Documents as JSON. A newer writer may add members; a reader passes over what it does not know, and stops
/// at a higher version or an unknown feature in `requires`.
final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private Json() {}

    static byte[] write(ObjectKey key, Object document) {
        try {
            return MAPPER.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot write " + key + " as JSON: " + e.getOriginalMessage(), e);
        }
    }

    static <T> T read(ObjectKey key, byte[] json, DocumentFormat format, Class<T> type) {
        try {
            var tree = MAPPER.readTree(json);
            check(key, tree, format);
            if (tree instanceof ObjectNode object) {
                format.laterLists().stream()
                        .filter(member -> !object.has(member))
                        .forEach(object::putArray);
            }
            return MAPPER.treeToValue(tree, type);
        } catch (IOException | IllegalArgumentException e) {
            throw new DamagedException(
                    key.value(), "a document of format " + format.name(), String.valueOf(e.getMessage()), e);
        }
    }

    private static void check(ObjectKey key, JsonNode tree, DocumentFormat format) {
        if (!format.name().equals(tree.path("format").asText())) {
            throw new DamagedException(
                    key.value(), "format " + format.name(), tree.path("format").toString());
        }
        int version = tree.path("formatVersion").asInt();
        if (version < 1 || version > format.version()) {
            throw new UnsupportedFormatException(key.value(), format.name() + " version " + version);
        }
        if (!tree.path("requires").isEmpty()) {
            throw new UnsupportedFormatException(key.value(), "the features " + tree.path("requires"));
        }
    }
}
