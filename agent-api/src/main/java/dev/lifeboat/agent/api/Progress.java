package dev.lifeboat.agent.api;

import java.util.List;
import java.util.OptionalLong;

/// Where an agent stands; served at `GET /progress`.
///
/// @param doneBytes  of `totalBytes`, which is what will be read or written in all, known once the disks are opened
/// @param bytesPerSecond over the last seconds
/// @param etaSeconds absent while there is no rate yet
public record Progress(
        String orderId,
        Phase phase,
        long doneBytes,
        long totalBytes,
        long bytesPerSecond,
        OptionalLong etaSeconds,
        List<DiskProgress> disks) {

    public Progress {
        disks = List.copyOf(disks);
    }

    public enum Phase {
        Preparing,
        Transferring,
        Committing,
        Done,
        Failed
    }

    /// @param device of the disk on its VM
    public record DiskProgress(String device, long doneBytes, long totalBytes) {}
}
