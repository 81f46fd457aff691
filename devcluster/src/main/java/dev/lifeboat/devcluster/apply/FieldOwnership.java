package dev.lifeboat.devcluster.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps account of who owns which field, and applies by that account.
public final class FieldOwnership {
    private final Clock clock;

    public FieldOwnership(Clock clock) {
        this.clock = clock;
    }

    /// Writes into `fresh` the owners that hold after the manager has changed `old` into it.
    public void recordUpdate(Optional<ObjectNode> old, ObjectNode fresh, FieldManager manager, Shape shape) {
        var before = Leaves.of(old.<JsonNode>map(node -> node).orElse(Json.object()), shape);
        var after = Leaves.of(fresh, shape);
        var changed = after.changedSince(before);
        var removed = after.removedSince(before);
        var managed = old.map(ManagedFields::of).orElseGet(ManagedFields::new);
        managed.changeOthers(manager, fields -> fields.minus(changed).minus(removed));
        managed.set(manager, managed.of(manager).union(changed).minus(removed), clock.instant());
        managed.writeTo(fresh);
    }

    /// The live object after the manager has applied its intent; its owners are not yet written, see [#recordApply].
    ///
    /// @throws FieldConflict when the intent changes fields of others and is not forced
    public ObjectNode apply(ObjectNode live, ObjectNode intent, FieldManager manager, boolean force, Shape shape) {
        var wanted = withoutSystemFields(intent);
        var merged = (ObjectNode) Merge.over(live, wanted, shape);
        var changed = Leaves.of(merged, shape).changedSince(Leaves.of(live, shape));
        var managed = ManagedFields.of(live);
        if (!force) {
            refuseConflicts(managed.others(manager), changed);
        }
        giveUp(merged, managed, manager, changed, wanted, shape);
        return merged;
    }

    /// Writes the owners after an apply into the merged object.
    public void recordApply(
            Optional<ObjectNode> live, ObjectNode merged, ObjectNode intent, FieldManager manager, Shape shape) {
        var before = Leaves.of(live.<JsonNode>map(node -> node).orElse(Json.object()), shape);
        var after = Leaves.of(merged, shape);
        var taken = after.changedSince(before).union(after.removedSince(before));
        var managed = live.map(ManagedFields::of).orElseGet(ManagedFields::new);
        managed.changeOthers(manager, fields -> fields.minus(taken));
        managed.set(manager, Leaves.of(withoutSystemFields(intent), shape).fields(), clock.instant());
        managed.writeTo(merged);
    }

    private static void refuseConflicts(Map<FieldManager, FieldSet> others, FieldSet changed) {
        var overlaps = new LinkedHashMap<FieldManager, FieldSet>();
        others.forEach((owner, fields) -> {
            var overlap = fields.intersect(changed);
            if (!overlap.isEmpty()) {
                overlaps.put(owner, overlap);
            }
        });
        if (!overlaps.isEmpty()) {
            throw new FieldConflict(overlaps);
        }
    }

    /// What the manager applied before and leaves out now goes, unless someone else owns it too.
    private static void giveUp(
            ObjectNode merged,
            ManagedFields managed,
            FieldManager manager,
            FieldSet changed,
            ObjectNode wanted,
            Shape shape) {
        var others = managed.others(manager).values().stream()
                .reduce(FieldSet.EMPTY, FieldSet::union)
                .minus(changed);
        var given = managed.of(manager).minus(Leaves.of(wanted, shape).fields()).minus(others);
        // Items before their fields: without its keys an item could no longer be found.
        given.paths().stream()
                .filter(path -> !isItem(path) || !others.containsBelow(path))
                .filter(path -> !isKey(path))
                .sorted(Comparator.comparingInt(List::size))
                .forEach(path -> Merge.remove(merged, path, shape));
    }

    /// A key goes with its item only.
    private static boolean isKey(List<String> path) {
        if (path.size() < 2 || !path.get(path.size() - 2).startsWith("k:")) {
            return false;
        }
        var name = path.getLast().substring("f:".length());
        return Json.parse(path.get(path.size() - 2).substring("k:".length())).has(name);
    }

    private static boolean isItem(List<String> path) {
        return !path.getLast().startsWith("f:");
    }

    private static ObjectNode withoutSystemFields(ObjectNode intent) {
        var wanted = intent.deepCopy();
        Meta.edit(wanted)
                .remove(List.of(
                        "managedFields", "resourceVersion", "uid", "creationTimestamp", "generation", "selfLink"));
        if (wanted.path("metadata").isEmpty()) {
            wanted.remove("metadata");
        }
        return wanted;
    }
}
