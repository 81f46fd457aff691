package dev.lifeboat.agent.api;

import java.util.List;
import java.util.Optional;

/// The storage can be used.
///
/// @param repositoryId  of the repository that is there now
/// @param encryption    by which it is known again; empty if it is not encrypted
/// @param points        recovery points that it holds
/// @param logicalBytes  sum of the disk sizes of all points
/// @param storedBytes   what the objects take
/// @param objects       number of objects
/// @param capabilities  what the storage can do, such as `ConditionalWrites`
public record ProbeReport(
        String orderId,
        String repositoryId,
        int formatVersion,
        Optional<Encryption.Seen> encryption,
        boolean created,
        long points,
        long logicalBytes,
        long storedBytes,
        long objects,
        List<String> capabilities)
        implements Report {

    public ProbeReport {
        capabilities = List.copyOf(capabilities);
    }
}
