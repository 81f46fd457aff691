package dev.lifeboat.repository.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Writes and reads the JSON documents of one repository, sealed as it seals. Safe for any number of
/// threads. A newer writer may add members; a reader passes over
/// what it does not know, and stops at a higher version or an unknown feature in `requires`.
public final class Documents {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final Seals seals;

    public Documents(Seals seals) {
        this.seals = seals;
    }

    public ByteBuffer write(ObjectKey key, Object document) {
        try {
            return SealedDocument.seal(seals, key, JSON.writeValueAsBytes(document));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot write " + key + " as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /// Reads a document after a look at its seal, its format and its version.
    ///
    /// @param format what the document has to say of itself, and the highest version that this release reads
    public <T> T read(ObjectKey key, byte[] content, DocumentFormat format, Class<T> type) {
        var json = SealedDocument.open(seals, key, content);
        try {
            var tree = JSON.readTree(json);
            check(key, tree, format);
            return JSON.treeToValue(tree, type);
        } catch (IOException | IllegalArgumentException e) {
            throw new DamagedException(
                    key.value(), "a document of format " + format.name(), String.valueOf(e.getMessage()), e);
        }
    }

    /// The same document, unknown members and all, for another key: a copy under another name would not match
    /// its seal.
    public ByteBuffer reseal(ObjectKey from, byte[] content, ObjectKey to) {
        return SealedDocument.seal(seals, to, SealedDocument.open(seals, from, content));
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
