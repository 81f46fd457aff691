package dev.lifeboat.repository.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.repository.disk.DiskFigures;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The manifest of a recovery point.
///
/// @param sessionId who wrote it: how a writer recognises its own commit when the answer to it was lost
public record PointDocument(
        String format,
        int formatVersion,
        List<String> requires,
        UUID repositoryId,
        UUID sessionId,
        String pointId,
        Named vm,
        Named pool,
        Instant pointInTime,
        Instant committedAt,
        Map<String, String> labels,
        Sizes sizes,
        List<Disk> disks,
        JsonNode vmMetadata,
        List<ExcludedDisk> excludedDisks,
        List<Attachment> attachments) {

    public PointDocument {
        excludedDisks = List.copyOf(excludedDisks);
        attachments = List.copyOf(attachments);
        requires = List.copyOf(requires);
        labels = Map.copyOf(labels);
        disks = List.copyOf(disks);
    }

    /// A disk that the machine had and the point lacks.
    public record ExcludedDisk(String device, UUID vdiUuid, String name, long sizeBytes, String reason) {}

    /// @param gzip the content, gzip in base64
    public record Attachment(String name, String mediaType, long sizeBytes, String gzip) {}

    /// A virtual machine or a pool.
    public record Named(UUID uuid, String name) {}

    /// A disk and the root of its image.
    public record Disk(
            String device,
            UUID vdiUuid,
            String name,
            long sizeBytes,
            boolean bootable,
            long allocatedBytes,
            DiskFigures figures,
            Map<String, String> notes,
            List<Page> pages) {

        public Disk {
            notes = Map.copyOf(notes);
            pages = List.copyOf(pages);
        }
    }

    /// Pages that are not listed are holes.
    public record Page(int index, String chunk, String pack, long allocatedBytes) {}

    /// Sizes of the point, and what writing it took. The figures of its disks stand beside the sizes in the file,
    /// so they are listed here once more.
    public record Sizes(
            long logicalBytes,
            long allocatedBytes,
            long givenBytes,
            long zeroBytes,
            long duplicateBytes,
            long newBytes,
            long storedBytes,
            long newChunks,
            long duplicateChunks,
            long rewrittenCells,
            long rewriteReadBytes) {}
}
