package dev.lifeboat.devcluster.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.api.ApiFailure;
import dev.lifeboat.devcluster.api.DeleteOptions;
import dev.lifeboat.devcluster.api.Resources;
import dev.lifeboat.devcluster.api.Target;
import dev.lifeboat.devcluster.api.WriteOptions;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import dev.lifeboat.devcluster.kind.GroupResource;
import dev.lifeboat.devcluster.kind.Kind;
import dev.lifeboat.devcluster.store.ObjectKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What a controller does to objects, in its own name. Objects that are already gone are no failure: someone else was
/// quicker.
public final class ObjectWrites {
    private final Resources resources;
    private final String manager;

    public ObjectWrites(Resources resources, String manager) {
        this.resources = resources;
        this.manager = manager;
    }

    public Optional<ObjectNode> find(GroupResource resource, ObjectKey key) {
        return resources.store().find(resource, key);
    }

    public List<ObjectNode> list(GroupResource resource) {
        return resources.store().list(resource).objects();
    }

    public ObjectNode create(GroupResource resource, ObjectNode object) {
        return resources
                .create(kind(resource), Meta.of(object).namespace(), object, WriteOptions.by(manager))
                .object();
    }

    public void change(GroupResource resource, JsonNode object, Consumer<ObjectNode> change) {
        change(resource, object, "", change);
    }

    public void changeStatus(GroupResource resource, JsonNode object, Consumer<ObjectNode> change) {
        change(resource, object, "status", live -> change.accept(Json.child(live, "status")));
    }

    public void delete(GroupResource resource, JsonNode object, DeleteOptions options) {
        unlessGone(() -> resources.delete(target(resource, object, ""), options));
    }

    private void change(GroupResource resource, JsonNode object, String subresource, Consumer<ObjectNode> change) {
        var uid = Meta.of(object).uid();
        unlessGone(() -> resources.update(
                target(resource, object, subresource),
                live -> {
                    if (Meta.of(live).uid().equals(uid)) {
                        change.accept(live);
                    }
                    return live;
                },
                WriteOptions.by(manager)));
    }

    private Target target(GroupResource resource, JsonNode object, String subresource) {
        return new Target(kind(resource), ObjectKey.of(object), subresource);
    }

    private Kind kind(GroupResource resource) {
        return resources.kinds().any(resource).orElseThrow(ApiFailure::noSuchPath);
    }

    private static void unlessGone(Runnable work) {
        try {
            work.run();
        } catch (ApiFailure e) {
            if (e.code() != 404) {
                throw e;
            }
        }
    }
}
