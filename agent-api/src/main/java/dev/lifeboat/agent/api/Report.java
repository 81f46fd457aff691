package dev.lifeboat.agent.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// How an order ended: one JSON document, written as the container's termination message.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = BackupReport.class, name = "Backup"),
    @JsonSubTypes.Type(value = RestoreReport.class, name = "Restore"),
    @JsonSubTypes.Type(value = ExportReport.class, name = "Export"),
    @JsonSubTypes.Type(value = ProbeReport.class, name = "Probe"),
    @JsonSubTypes.Type(value = DeletionReport.class, name = "Deletion"),
    @JsonSubTypes.Type(value = FailureReport.class, name = "Failure")
})
public sealed interface Report
        permits BackupReport, RestoreReport, ExportReport, ProbeReport, DeletionReport, FailureReport {
    /// A container's termination message is cut here; a report is never longer, see [AgentJson#terminationMessage].
    int MAX_BYTES = 4096;

    String orderId();
}
