package dev.lifeboat.devcluster.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.api.DeleteOptions;
import dev.lifeboat.devcluster.api.DeleteOptions.Propagation;
import dev.lifeboat.devcluster.api.Resources;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import dev.lifeboat.devcluster.kind.GroupResource;
import dev.lifeboat.devcluster.store.Change;
import dev.lifeboat.devcluster.store.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Deletes what has lost all its owners, and carries out foreground and orphaning deletions.
public final class GarbageCollector implements Controller {
    private static final String FOREGROUND = "foregroundDeletion";
    private static final String ORPHAN = "orphan";

    private final Resources resources;
    private final ObjectWrites objects;

    public GarbageCollector(Resources resources) {
        this.resources = resources;
        objects = new ObjectWrites(resources, "garbage-collector");
    }

    @Override
    public void observe(Change change) {
        var meta = Meta.of(change.object());
        if (change.type() == Change.Type.DELETED) {
            forEachDependent(meta.uid(), this::collect);
            meta.owners().forEach(owner -> find(Json.textAt(owner, "uid")).ifPresent(this::finishForeground));
            return;
        }
        var current = objects.find(change.resource(), ObjectKey.of(change.object()));
        current.ifPresent(object -> {
            collect(change.resource(), object);
            if (Meta.of(object).deleting()) {
                var held = new Held(change.resource(), object);
                orphanDependents(held);
                deleteDependents(held);
                finishForeground(held);
            }
        });
    }

    /// Deletes the object when it has owners and none of them exists.
    private void collect(GroupResource resource, ObjectNode object) {
        var meta = Meta.of(object);
        if (meta.owners().isEmpty() || meta.deleting()) {
            return;
        }
        if (meta.owners().stream().noneMatch(owner -> exists(owner, meta))) {
            objects.delete(resource, object, DeleteOptions.with(Propagation.BACKGROUND));
        }
    }

    /// An owner counts when it is in the dependent's namespace or in none.
    private boolean exists(JsonNode owner, Meta dependent) {
        return find(Json.textAt(owner, "uid"))
                .map(held -> Meta.of(held.object).namespace())
                .filter(namespace -> namespace.isEmpty() || namespace.equals(dependent.namespace()))
                .isPresent();
    }

    private void orphanDependents(Held owner) {
        if (!holds(owner, ORPHAN)) {
            return;
        }
        var uid = Meta.of(owner.object).uid();
        forEachDependent(
                uid,
                (resource, dependent) -> objects.change(
                        resource,
                        dependent,
                        live -> Meta.edit(live)
                                .withArray("ownerReferences")
                                .removeIf(reference ->
                                        Json.textAt(reference, "uid").equals(uid))));
        release(owner, ORPHAN);
    }

    private void deleteDependents(Held owner) {
        if (holds(owner, FOREGROUND)) {
            forEachDependent(Meta.of(owner.object).uid(), (resource, dependent) -> {
                if (!Meta.of(dependent).deleting()) {
                    objects.delete(resource, dependent, DeleteOptions.with(Propagation.BACKGROUND));
                }
            });
        }
    }

    /// Only dependents that block their owner's deletion are waited for.
    private void finishForeground(Held owner) {
        if (!holds(owner, FOREGROUND)) {
            return;
        }
        var uid = Meta.of(owner.object).uid();
        var blocking = new ArrayList<ObjectNode>();
        forEachDependent(uid, (_, dependent) -> {
            if (Meta.of(dependent).owners().stream()
                    .anyMatch(reference -> Json.textAt(reference, "uid").equals(uid)
                            && reference.path("blockOwnerDeletion").asBoolean())) {
                blocking.add(dependent);
            }
        });
        if (blocking.isEmpty()) {
            release(owner, FOREGROUND);
        }
    }

    private static boolean holds(Held owner, String finalizer) {
        return Meta.of(owner.object).deleting()
                && Meta.of(owner.object).finalizers().contains(finalizer);
    }

    private void release(Held owner, String finalizer) {
        objects.change(
                owner.resource,
                owner.object,
                live -> Meta.edit(live)
                        .withArray("finalizers")
                        .removeIf(name -> name.asText().equals(finalizer)));
    }

    private void forEachDependent(String uid, BiConsumer<GroupResource, ObjectNode> work) {
        resources
                .store()
                .all()
                .forEach((resource, all) -> List.copyOf(all).forEach(object -> {
                    if (Meta.of(object).ownedBy(uid)) {
                        work.accept(resource, object);
                    }
                }));
    }

    private Optional<Held> find(String uid) {
        return resources.store().all().entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(object -> new Held(entry.getKey(), object)))
                .filter(held -> Meta.of(held.object).uid().equals(uid))
                .findFirst();
    }

    private record Held(GroupResource resource, ObjectNode object) {}
}
