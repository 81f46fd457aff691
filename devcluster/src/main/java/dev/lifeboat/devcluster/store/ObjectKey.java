package dev.lifeboat.devcluster.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Meta;
import java.util.Comparator;

/// Namespace and name; the namespace is empty for objects of the cluster. Sorted as lists are served.
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {
    private static final Comparator<ObjectKey> ORDER =
            Comparator.comparing(ObjectKey::namespace).thenComparing(ObjectKey::name);

    public static ObjectKey of(JsonNode object) {
        var meta = Meta.of(object);
        return new ObjectKey(meta.namespace(), meta.name());
    }

    @Override
    public int compareTo(ObjectKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
