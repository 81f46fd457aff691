package dev.lifeboat.agent.api;

import java.util.List;

/// The XVA is in the storage.
///
/// @param key           of the object, relative to the repository
/// @param bytes         that it has
/// @param sha256        of these, in hexadecimal
/// @param verifiedBytes read from the repository and checked against their hash
/// @param missing       disks that the source VM had and its backup did without
public record ExportReport(
        String orderId,
        String key,
        long bytes,
        String sha256,
        long seconds,
        long verifiedBytes,
        List<ExportedDisk> disks,
        List<ExcludedDisk> missing)
        implements Report {

    public ExportReport {
        disks = List.copyOf(disks);
        missing = List.copyOf(missing);
    }

    /// @param contentBytes without its holes
    public record ExportedDisk(String device, long sizeBytes, long contentBytes) {}
}
