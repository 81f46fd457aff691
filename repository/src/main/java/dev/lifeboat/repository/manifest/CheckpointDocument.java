package dev.lifeboat.repository.manifest;

import dev.lifeboat.repository.disk.DiskFigures;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// How far a writer came: what the next one with the same order need not do again.
///
/// @param startedAt of the session; a checkpoint of an earlier one under the same id is not its
/// @param epoch of the writer
/// @param number ascending for each epoch
/// @param base the number of the one that this one and all in between add to; its own if it says everything
/// @param order fingerprint of what was to be written
public record CheckpointDocument(
        String format,
        int formatVersion,
        List<String> requires,
        UUID sessionId,
        Instant startedAt,
        long epoch,
        long number,
        long base,
        String order,
        Instant writtenAt,
        List<Disk> disks) {

    public CheckpointDocument {
        requires = List.copyOf(requires);
        disks = List.copyOf(disks);
    }

    /// One disk.
    ///
    /// @param base fingerprint of the image that was written over; empty for none
    /// @param figures all that was done so far
    /// @param records base64
    public record Disk(
            String device,
            UUID vdiUuid,
            long sizeBytes,
            String base,
            boolean finished,
            DiskFigures figures,
            Map<String, String> notes,
            String records) {

        public Disk {
            notes = Map.copyOf(notes);
        }
    }
}
