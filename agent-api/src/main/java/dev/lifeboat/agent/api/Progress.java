package dev.lifeboat.agent.api;

import java.util.List;
import java.util.OptionalLong;

/// Where an agent stands; served at `GET /progress`.
///
/// @param doneBytes  of `totalBytes`, which is what will be read or written in all, known once the disks are opened;
///                   both are the same when it is done
/// @param bytesPerSecond over the last seconds
/// @param etaSeconds at the rate of the last two minutes; absent while nothing moves
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

    /// One disk. What needs no moving counts as done: holes, and what earlier agents with the same order have moved.
    ///
    /// @param device         of the disk on its VM
    /// @param bytesPerSecond over the last seconds; absent from agents that do not say
    /// @param etaSeconds     absent while there is no rate yet, and once the disk is done
    public record DiskProgress(
            String device, long doneBytes, long totalBytes, OptionalLong bytesPerSecond, OptionalLong etaSeconds) {}
}
