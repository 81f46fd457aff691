package dev.lifeboat.devcluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.api.ApiFailure;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.store.ClusterState;
import dev.lifeboat.devcluster.store.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Lists, whole or page by page. A page goes on after the last name of the one before, in the list as it is by then;
/// the real server keeps the old list for a while instead.
final class Lists {
    private final ClusterState store;

    Lists(ClusterState store) {
        this.store = store;
    }

    JsonNode list(Selection selection, Rendering rendering, Query query) {
        var listing = store.list(selection.kind().resource());
        var after = query.text("continue").isEmpty() ? new ObjectKey("", "") : decode(query.text("continue"));
        var matching = listing.objects().stream()
                .filter(selection)
                .filter(object -> ObjectKey.of(object).compareTo(after) > 0)
                .toList();
        var limit = query.number("limit").filter(number -> number > 0).orElse(Long.MAX_VALUE);
        var page = matching.stream().limit(limit).toList();
        var metadata = Json.object().put("resourceVersion", Long.toString(listing.revision()));
        if (page.size() < matching.size()) {
            metadata.put("continue", encode(ObjectKey.of(page.getLast())));
            metadata.put("remainingItemCount", matching.size() - page.size());
        }
        return rendering.list(page, metadata);
    }

    private static String encode(ObjectKey last) {
        ObjectNode token = Json.object().put("namespace", last.namespace()).put("name", last.name());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(token));
    }

    private static ObjectKey decode(String token) {
        try {
            var last = Json.parse(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
            return new ObjectKey(Json.textAt(last, "namespace"), Json.textAt(last, "name"));
        } catch (RuntimeException _) {
            throw ApiFailure.badRequest("continue key is not valid: " + token);
        }
    }
}
