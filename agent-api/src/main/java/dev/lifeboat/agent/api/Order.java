package dev.lifeboat.agent.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What one agent is asked to do. An order holds no secret: credentials are files beside it.
///
/// The same order given to a new agent does the same work again and ends in the same result, so a pod may be killed and
/// replaced at any time.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = BackupOrder.class, name = "Backup"),
    @JsonSubTypes.Type(value = RestoreOrder.class, name = "Restore"),
    @JsonSubTypes.Type(value = ExportOrder.class, name = "Export"),
    @JsonSubTypes.Type(value = ProbeOrder.class, name = "Probe"),
    @JsonSubTypes.Type(value = DeletionOrder.class, name = "Deletion")
})
public sealed interface Order permits BackupOrder, RestoreOrder, ExportOrder, ProbeOrder, DeletionOrder {
    /// Names the order in logs, progress and report: the uid of the resource that it serves.
    String orderId();

    RepositoryAccess repository();
}
