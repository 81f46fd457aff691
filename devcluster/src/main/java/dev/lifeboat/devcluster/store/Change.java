package dev.lifeboat.devcluster.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.kind.GroupResource;
import java.util.Optional;

/// One change of one object. `previous` lets a watch tell whether the object left or entered its selection.
public record Change(
        long revision, Type type, GroupResource resource, ObjectNode object, Optional<ObjectNode> previous) {
    /// The names are those of watch events.
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }
}
