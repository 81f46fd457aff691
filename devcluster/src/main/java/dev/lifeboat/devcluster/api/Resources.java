package dev.lifeboat.devcluster.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.apply.FieldConflict;
import dev.lifeboat.devcluster.apply.FieldManager;
import dev.lifeboat.devcluster.apply.FieldManager.Operation;
import dev.lifeboat.devcluster.apply.FieldOwnership;
import dev.lifeboat.devcluster.apply.Shape;
import dev.lifeboat.devcluster.cause.Cause;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import dev.lifeboat.devcluster.kind.BuiltIn;
import dev.lifeboat.devcluster.kind.Kind;
import dev.lifeboat.devcluster.kind.Kinds;
import dev.lifeboat.devcluster.store.ClusterState;
import dev.lifeboat.devcluster.store.ObjectKey;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// Creates and changes objects by the rules of the API. Every write is one step of the store.
public final class Resources {
    private final ClusterState store;
    private final Kinds kinds;
    private final FieldOwnership ownership;
    private final Identity identity;
    private final Deletion deletion;
    private final DefinitionRegistry definitions;

    public Resources(ClusterState store, Kinds kinds, Clock clock, RandomGenerator random) {
        this.store = store;
        this.kinds = kinds;
        ownership = new FieldOwnership(clock);
        identity = new Identity(clock, random);
        deletion = new Deletion(store, identity);
        definitions = new DefinitionRegistry(kinds, clock);
    }

    public ClusterState store() {
        return store;
    }

    public Kinds kinds() {
        return kinds;
    }

    public ObjectNode get(Target target) {
        return find(target)
                .orElseThrow(() -> ApiFailure.notFound(
                        target.kind().resource(), target.key().name()));
    }

    public Optional<ObjectNode> find(Target target) {
        return store.find(target.kind().resource(), target.key()).map(target.kind()::present);
    }

    public Outcome create(Kind kind, String namespace, ObjectNode body, WriteOptions options) {
        var manager = manager(kind, options, Operation.UPDATE, "");
        return store.atomically(() -> create(
                kind,
                namespace,
                body,
                options,
                fresh -> ownership.recordUpdate(Optional.empty(), fresh, manager, Shape.of(kind))));
    }

    public Outcome replace(Target target, ObjectNode body, WriteOptions options) {
        return store.atomically(() -> {
            if (target.kind().custom() && Meta.of(body).resourceVersion().isEmpty()) {
                throw ApiFailure.invalid(
                        target.kind(),
                        target.key().name(),
                        List.of(Cause.invalid("metadata.resourceVersion", "0", "must be specified for an update")));
            }
            return update(target, _ -> body.deepCopy(), options);
        });
    }

    /// Changes the object by a function of the live one.
    public Outcome update(Target target, UnaryOperator<ObjectNode> change, WriteOptions options) {
        var manager = manager(target.kind(), options, Operation.UPDATE, target.subresource());
        var shape = Shape.of(target.kind());
        return store.atomically(() -> {
            var live = get(target);
            return write(
                    target,
                    live,
                    change.apply(live.deepCopy()),
                    options,
                    fresh -> ownership.recordUpdate(Optional.of(live), fresh, manager, shape));
        });
    }

    /// Server-side apply: creates the object when it is absent.
    public Outcome apply(Target target, ObjectNode body, WriteOptions options) {
        var kind = target.kind();
        var manager = manager(kind, options, Operation.APPLY, target.subresource());
        var intent = WrittenObject.intent(target, body);
        var warnings = Conformance.prune(kind, intent, options.validation());
        var shape = Shape.of(kind);
        return store.atomically(() -> {
            var found = find(target);
            if (found.isEmpty()) {
                if (!target.subresource().isEmpty()) {
                    throw ApiFailure.notFound(kind.resource(), target.key().name());
                }
                Meta.edit(intent).put("name", target.key().name());
                return create(
                                kind,
                                target.key().namespace(),
                                intent.deepCopy(),
                                options,
                                fresh -> ownership.recordApply(Optional.empty(), fresh, intent, manager, shape))
                        .with(warnings);
            }
            var live = found.get();
            WrittenObject.checkPreconditions(target, live, intent);
            var merged = merge(live, intent, manager, options, shape);
            return write(
                            target,
                            live,
                            merged,
                            options,
                            fresh -> ownership.recordApply(Optional.of(live), fresh, intent, manager, shape))
                    .with(warnings);
        });
    }

    public Outcome delete(Target target, DeleteOptions options) {
        return store.atomically(() -> {
            var outcome = deletion.delete(target, get(target), options);
            if (!options.dryRun() && outcome.effect() == Outcome.Effect.DELETED) {
                definitions.deleted(target.kind(), outcome.object());
            }
            return outcome;
        });
    }

    private ObjectNode merge(
            ObjectNode live, ObjectNode intent, FieldManager manager, WriteOptions options, Shape shape) {
        try {
            return ownership.apply(live, intent, manager, options.force(), shape);
        } catch (FieldConflict e) {
            throw Conflicts.failure(e);
        }
    }

    private Outcome create(Kind kind, String namespace, ObjectNode body, WriteOptions options, Recorder recorder) {
        var fresh = body.deepCopy();
        if (!Meta.of(fresh).resourceVersion().isEmpty()) {
            throw ApiFailure.badRequest("resourceVersion should not be set on objects to be created");
        }
        WrittenObject.checkType(kind, fresh);
        identity.give(fresh, kind, namespace);
        if (kind.hasStatus()) {
            fresh.remove("status");
        }
        var warnings = Conformance.prune(kind, fresh, options.validation());
        var key = ObjectKey.of(fresh);
        checkNamespace(kind, key);
        if (store.find(kind.resource(), key).isPresent()) {
            throw ApiFailure.alreadyExists(kind.resource(), key.name());
        }
        recorder.record(fresh);
        Conformance.fillDefaults(kind, fresh);
        Conformance.check(kind, fresh, Optional.empty());
        if (!options.dryRun()) {
            definitions.written(kind, fresh);
            store.put(kind.resource(), fresh);
        }
        return new Outcome(fresh, Outcome.Effect.CREATED, warnings);
    }

    private Outcome write(Target target, ObjectNode live, ObjectNode wanted, WriteOptions options, Recorder recorder) {
        var kind = target.kind();
        WrittenObject.checkType(kind, wanted);
        WrittenObject.checkPreconditions(target, live, wanted);
        var fresh = WrittenObject.part(target, live, wanted);
        identity.keep(fresh, live);
        var warnings = Conformance.prune(kind, fresh, options.validation());
        Conformance.fillDefaults(kind, fresh);
        recorder.record(fresh);
        identity.countGeneration(fresh, live);
        Conformance.check(kind, fresh, Optional.of(live));
        if (Json.same(fresh, live)) {
            return new Outcome(live, Outcome.Effect.UPDATED, warnings);
        }
        if (options.dryRun()) {
            return new Outcome(fresh, Outcome.Effect.UPDATED, warnings);
        }
        definitions.written(kind, fresh);
        var stored = store.put(kind.resource(), fresh);
        if (deletion.finished(kind, stored)) {
            var gone = deletion.remove(kind, stored);
            definitions.deleted(kind, gone);
            return new Outcome(gone, Outcome.Effect.UPDATED, warnings);
        }
        return new Outcome(stored, Outcome.Effect.UPDATED, warnings);
    }

    private void checkNamespace(Kind kind, ObjectKey key) {
        if (!kind.namespaced()) {
            return;
        }
        var namespace = store.find(BuiltIn.NAMESPACES, new ObjectKey("", key.namespace()))
                .orElseThrow(() -> ApiFailure.notFound(BuiltIn.NAMESPACES, key.namespace()));
        if (Meta.of(namespace).deleting()) {
            throw ApiFailure.namespaceTerminating(kind.resource(), key.name(), key.namespace());
        }
    }

    private static FieldManager manager(Kind kind, WriteOptions options, Operation operation, String subresource) {
        return new FieldManager(
                options.manager(), operation, subresource, kind.version().apiVersion());
    }

    /// Writes the owners of fields into the object about to be stored.
    private interface Recorder {
        void record(ObjectNode fresh);
    }
}
