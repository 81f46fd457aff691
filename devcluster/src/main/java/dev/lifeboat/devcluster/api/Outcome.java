package dev.lifeboat.devcluster.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// What a write did: the object as it now is, or last was.
public record Outcome(ObjectNode object, Effect effect, List<String> warnings) {
    public Outcome {
        warnings = List.copyOf(warnings);
    }

    Outcome with(List<String> more) {
        return new Outcome(object, effect, more);
    }

    /// A deletion that finalizers hold up is `UPDATED`.
    public enum Effect {
        CREATED,
        UPDATED,
        DELETED
    }
}
