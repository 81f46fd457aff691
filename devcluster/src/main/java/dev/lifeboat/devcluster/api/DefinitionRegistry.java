package dev.lifeboat.devcluster.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.crd.Definition;
import dev.lifeboat.devcluster.crd.DefinitionStatus;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.kind.BuiltIn;
import dev.lifeboat.devcluster.kind.GroupResource;
import dev.lifeboat.devcluster.kind.Kind;
import dev.lifeboat.devcluster.kind.Kinds;
import java.time.Clock;

/// Puts kinds into and out of service as their definitions are written, in the same step: who creates a definition can
/// use it when the answer is there.
final class DefinitionRegistry {
    private final Kinds kinds;
    private final Clock clock;

    DefinitionRegistry(Kinds kinds, Clock clock) {
        this.kinds = kinds;
        this.clock = clock;
    }

    void written(Kind kind, ObjectNode definition) {
        if (kind.resource().equals(BuiltIn.DEFINITIONS)) {
            kinds.remove(resource(definition));
            Definition.compile(definition).kinds().forEach(kinds::add);
            DefinitionStatus.write(definition, clock.instant());
        }
    }

    void deleted(Kind kind, ObjectNode definition) {
        if (kind.resource().equals(BuiltIn.DEFINITIONS)) {
            kinds.remove(resource(definition));
        }
    }

    private static GroupResource resource(ObjectNode definition) {
        return new GroupResource(
                Json.textAt(definition, "spec", "group"), Json.textAt(definition, "spec", "names", "plural"));
    }
}
