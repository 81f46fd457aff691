package dev.lifeboat.devcluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.api.ApiFailure;
import dev.lifeboat.devcluster.json.Meta;
import dev.lifeboat.devcluster.kind.Kind;
import dev.lifeboat.devcluster.select.FieldSelector;
import dev.lifeboat.devcluster.select.LabelSelector;
import dev.lifeboat.devcluster.select.SelectorRefused;
import java.util.function.Predicate;

/// Which objects of a kind a list or a watch is about.
record Selection(Kind kind, String namespace, LabelSelector labels, FieldSelector fields)
        implements Predicate<JsonNode> {
    static Selection of(Kind kind, ResourcePath path, Query query) {
        try {
            return new Selection(
                    kind,
                    path.namespace(),
                    LabelSelector.parse(query.text("labelSelector")),
                    FieldSelector.parse(fields(path, query), kind));
        } catch (SelectorRefused e) {
            throw ApiFailure.badRequest(e.getMessage());
        }
    }

    /// A watch of one object by its path is a watch by its name.
    private static String fields(ResourcePath path, Query query) {
        var fields = query.text("fieldSelector");
        if (path.name().isEmpty()) {
            return fields;
        }
        return "metadata.name=" + path.name() + (fields.isEmpty() ? "" : "," + fields);
    }

    @Override
    public boolean test(JsonNode object) {
        return (namespace.isEmpty() || Meta.of(object).namespace().equals(namespace))
                && labels.test(object)
                && fields.test(object);
    }
}
