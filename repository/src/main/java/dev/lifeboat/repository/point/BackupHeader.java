package dev.lifeboat.repository.point;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What is known of a recovery point before its first byte is read. A retry of the same backup passes an
/// equal one.
///
/// @param pointInTime when the snapshot was taken; part of the point's key, to the second
/// @param labels for people and policies; not interpreted here
/// @param vmMetadata all that a restore needs to create the virtual machine anew; not interpreted here
/// @param excludedDisks what the point will lack
public record BackupHeader(
        PointId pointId,
        UUID vmUuid,
        String vmName,
        UUID poolUuid,
        String poolName,
        Instant pointInTime,
        Map<String, String> labels,
        JsonNode vmMetadata,
        List<ExcludedDisk> excludedDisks,
        List<Attachment> attachments) {

    public BackupHeader {
        labels = Map.copyOf(labels);
        excludedDisks = List.copyOf(excludedDisks);
        attachments = List.copyOf(attachments);
    }
}
