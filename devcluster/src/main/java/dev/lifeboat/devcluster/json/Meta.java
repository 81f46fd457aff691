package dev.lifeboat.devcluster.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/// The metadata of one object, for reading.
public record Meta(JsonNode node) {
    public static Meta of(JsonNode object) {
        return new Meta(object.path("metadata"));
    }

    public String name() {
        return Json.textAt(node, "name");
    }

    public String namespace() {
        return Json.textAt(node, "namespace");
    }

    public String uid() {
        return Json.textAt(node, "uid");
    }

    public String resourceVersion() {
        return Json.textAt(node, "resourceVersion");
    }

    public long generation() {
        return node.path("generation").asLong();
    }

    public Map<String, String> labels() {
        return texts(node.path("labels"));
    }

    public Map<String, String> annotations() {
        return texts(node.path("annotations"));
    }

    public List<String> finalizers() {
        return Json.texts(node.path("finalizers"));
    }

    public boolean deleting() {
        return node.path("deletionTimestamp").isTextual();
    }

    public List<JsonNode> owners() {
        return StreamSupport.stream(node.path("ownerReferences").spliterator(), false)
                .toList();
    }

    /// Whether the object is owned by the object of that uid.
    public boolean ownedBy(String uid) {
        return owners().stream().anyMatch(owner -> Json.textAt(owner, "uid").equals(uid));
    }

    /// The metadata of an object about to be changed.
    public static ObjectNode edit(ObjectNode object) {
        return Json.child(object, "metadata");
    }

    private static Map<String, String> texts(JsonNode map) {
        var texts = new TreeMap<String, String>();
        map.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }
}
