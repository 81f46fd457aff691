package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.DiskReport;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.DiskImageWriter;
import java.util.Optional;

/// A disk whose data is all in the repository.
///
/// @param report empty if nothing is known of how it was read
record FinishedDisk(DiskImage image, Optional<DiskReport> report) {
    /// @param readBytes    by this agent
    /// @param resumedBytes by earlier ones
    static FinishedDisk of(DiskJob job, DiskImage image, long readBytes, long resumedBytes) {
        var report = ReadNotes.of(job).report(image, readBytes, resumedBytes);
        return new FinishedDisk(image, Optional.of(report));
    }

    /// All of it was read by earlier agents.
    static FinishedDisk resumed(DiskImageWriter writer) {
        var image = writer.finish();
        return new FinishedDisk(
                image, ReadNotes.from(image.notes()).map(notes -> notes.report(image, 0, givenBytes(image))));
    }

    /// As its manifest says it, in a point that was committed before.
    static Optional<DiskReport> committed(DiskImage image) {
        return ReadNotes.from(image.notes()).map(notes -> notes.report(image, givenBytes(image), 0));
    }

    /// Whole pieces were given; the last one of a disk may be a part.
    private static long givenBytes(DiskImage image) {
        return Math.min(image.sizeBytes(), image.figures().givenBytes());
    }
}
