package dev.lifeboat.devcluster.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.api.DeleteOptions.Propagation;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import dev.lifeboat.devcluster.kind.BuiltIn;
import dev.lifeboat.devcluster.kind.Kind;
import dev.lifeboat.devcluster.store.ClusterState;
import dev.lifeboat.devcluster.store.ObjectKey;
import java.util.List;
import java.util.Optional;

/// Deletes objects, or marks them for deletion where something has to happen first.
final class Deletion {
    /// The garbage collector removes these when dependents are gone, or free.
    static final String FOREGROUND = "foregroundDeletion";

    static final String ORPHAN = "orphan";

    private static final String ORPHANING =
            "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove"
                    + " them or set propagationPolicy=Orphan to suppress this warning";

    private final ClusterState store;
    private final Identity identity;

    Deletion(ClusterState store, Identity identity) {
        this.store = store;
        this.identity = identity;
    }

    Outcome delete(Target target, ObjectNode live, DeleteOptions options) {
        checkPreconditions(target, live, options);
        var kind = target.kind();
        var warnings =
                kind.resource().equals(BuiltIn.JOBS) && options.propagation().isEmpty()
                        ? List.of(ORPHANING)
                        : List.<String>of();
        var grace = grace(kind, live, options);
        var held = live.deepCopy();
        hold(held, propagation(kind, options));
        if (Meta.of(held).finalizers().isEmpty()
                && grace.isEmpty()
                && !kind.resource().equals(BuiltIn.NAMESPACES)) {
            var gone = options.dryRun() ? live : remove(kind, live);
            return new Outcome(gone, Outcome.Effect.DELETED, warnings);
        }
        mark(held, grace, options);
        if (Json.same(held, live)) {
            return new Outcome(live, Outcome.Effect.UPDATED, warnings);
        }
        return new Outcome(
                options.dryRun() ? held : store.put(kind.resource(), held), Outcome.Effect.UPDATED, warnings);
    }

    /// Whether nothing holds the object any more.
    boolean finished(Kind kind, ObjectNode object) {
        return Meta.of(object).deleting()
                && Meta.of(object).finalizers().isEmpty()
                && !kind.resource().equals(BuiltIn.NAMESPACES)
                && object.path("metadata").path("deletionGracePeriodSeconds").asLong() == 0;
    }

    ObjectNode remove(Kind kind, ObjectNode object) {
        return store.remove(kind.resource(), ObjectKey.of(object)).orElse(object);
    }

    /// Pods that run get time to end; the kubelet deletes them again with none.
    private static Optional<Long> grace(Kind kind, ObjectNode live, DeleteOptions options) {
        if (!kind.resource().equals(BuiltIn.PODS)
                || Json.textAt(live, "spec", "nodeName").isEmpty()
                || List.of("Succeeded", "Failed").contains(Json.textAt(live, "status", "phase"))) {
            return Optional.empty();
        }
        long grace = options.gracePeriodSeconds()
                .orElse(live.path("spec").path("terminationGracePeriodSeconds").asLong(30));
        return grace == 0 ? Optional.empty() : Optional.of(grace);
    }

    /// Like the real server, jobs of batch/v1 leave their pods behind unless the client says otherwise.
    private static Propagation propagation(Kind kind, DeleteOptions options) {
        return options.propagation()
                .orElse(kind.resource().equals(BuiltIn.JOBS) ? Propagation.ORPHAN : Propagation.BACKGROUND);
    }

    private static void hold(ObjectNode object, Propagation propagation) {
        if (Meta.of(object).deleting()) {
            return;
        }
        var finalizer = switch (propagation) {
            case BACKGROUND -> "";
            case FOREGROUND -> FOREGROUND;
            case ORPHAN -> ORPHAN;
        };
        if (!finalizer.isEmpty() && !Meta.of(object).finalizers().contains(finalizer)) {
            Meta.edit(object).withArray("finalizers").add(finalizer);
        }
    }

    private void mark(ObjectNode object, Optional<Long> grace, DeleteOptions options) {
        var meta = Meta.edit(object);
        if (!Meta.of(object).deleting()) {
            meta.put("deletionTimestamp", identity.inSeconds(grace.orElse(0L)));
            meta.put("deletionGracePeriodSeconds", grace.orElse(0L));
            if (meta.has("generation")) {
                meta.put("generation", meta.path("generation").asLong() + 1);
            }
        } else if (grace.isEmpty() && options.gracePeriodSeconds().isPresent()) {
            meta.put("deletionGracePeriodSeconds", 0);
        }
        if (Json.textAt(object, "kind").equals("Namespace")) {
            Json.child(object, "status").put("phase", "Terminating");
        }
    }

    private static void checkPreconditions(Target target, ObjectNode live, DeleteOptions options) {
        var meta = Meta.of(live);
        var name = target.key().name();
        options.uid().filter(uid -> !uid.equals(meta.uid())).ifPresent(uid -> {
            throw ApiFailure.conflict(
                    target.kind().resource(),
                    name,
                    "Precondition failed: UID in precondition: %s, UID in object meta: %s".formatted(uid, meta.uid()));
        });
        options.resourceVersion()
                .filter(version -> !version.equals(meta.resourceVersion()))
                .ifPresent(version -> {
                    throw ApiFailure.conflict(
                            target.kind().resource(),
                            name,
                            "Precondition failed: ResourceVersion in precondition: %s, ResourceVersion in object meta: %s"
                                    .formatted(version, meta.resourceVersion()));
                });
    }
}
