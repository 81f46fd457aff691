package dev.lifeboat.agent.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.UUID;

/// How much of a disk is read.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DiskRead.All.class, name = "All"),
    @JsonSubTypes.Type(value = DiskRead.Changed.class, name = "Changed")
})
public sealed interface DiskRead {
    /// Everything, and why.
    record All(FullReason reason) implements DiskRead {}

    /// Only the blocks that changed since an earlier recovery point.
    ///
    /// @param basePointId the recovery point that holds the rest
    /// @param baseVdiUuid the snapshot disk that the base point was taken from; its CBT metadata is enough for
    ///     [DiskRoute#Nbd]
    record Changed(String basePointId, UUID baseVdiUuid) implements DiskRead {}
}
