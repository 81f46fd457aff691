package dev.lifeboat.repository.point;

import dev.lifeboat.repository.chunk.ChunkId;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.disk.DiskFigures;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.PageRef;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.manifest.DocumentFormat;
import dev.lifeboat.repository.manifest.PointDocument;
import dev.lifeboat.repository.manifest.PointDocument.Named;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Between a recovery point and its manifest.
public final class PointMapping {

    private PointMapping() {}

    public static RecoveryPoint point(ObjectKey key, PointDocument document) {
        try {
            return new RecoveryPoint(
                    header(document),
                    document.committedAt(),
                    document.disks().stream().map(PointMapping::image).toList(),
                    figures(document.sizes()),
                    key.value());
        } catch (IllegalArgumentException e) {
            throw new DamagedException(key.value(), "a valid manifest", String.valueOf(e.getMessage()), e);
        }
    }

    public static PointDocument document(
            BackupHeader header,
            UUID repository,
            UUID session,
            Instant committedAt,
            List<DiskImage> disks,
            DiskFigures figures) {
        return new PointDocument(
                DocumentFormat.POINT.name(),
                DocumentFormat.POINT.version(),
                List.of(),
                repository,
                session,
                header.pointId().value(),
                new Named(header.vmUuid(), header.vmName()),
                new Named(header.poolUuid(), header.poolName()),
                header.pointInTime(),
                committedAt,
                header.labels(),
                sizes(disks, figures),
                disks.stream().map(PointMapping::disk).toList(),
                header.vmMetadata(),
                header.excludedDisks().stream()
                        .map(disk -> new PointDocument.ExcludedDisk(
                                disk.device(), disk.vdiUuid(), disk.name(), disk.sizeBytes(), disk.reason()))
                        .toList(),
                header.attachments().stream()
                        .map(it -> new PointDocument.Attachment(it.name(), it.mediaType(), it.sizeBytes(), it.gzip()))
                        .toList());
    }

    private static BackupHeader header(PointDocument document) {
        return new BackupHeader(
                new PointId(document.pointId()),
                document.vm().uuid(),
                document.vm().name(),
                document.pool().uuid(),
                document.pool().name(),
                document.pointInTime(),
                document.labels(),
                document.vmMetadata(),
                document.excludedDisks().stream()
                        .map(disk -> new ExcludedDisk(
                                disk.device(), disk.vdiUuid(), disk.name(), disk.sizeBytes(), disk.reason()))
                        .toList(),
                document.attachments().stream()
                        .map(it -> new Attachment(it.name(), it.mediaType(), it.sizeBytes(), it.gzip()))
                        .toList());
    }

    private static DiskImage image(PointDocument.Disk disk) {
        return new DiskImage(
                new DiskDescription(disk.device(), disk.vdiUuid(), disk.name(), disk.sizeBytes(), disk.bootable()),
                disk.pages().stream().map(PointMapping::page).toList(),
                disk.figures(),
                disk.notes());
    }

    private static PageRef page(PointDocument.Page page) {
        return new PageRef(
                page.index(),
                new ChunkRef(ChunkId.parse(page.chunk()), PackId.parse(page.pack())),
                page.allocatedBytes());
    }

    private static PointDocument.Disk disk(DiskImage image) {
        return new PointDocument.Disk(
                image.device(),
                image.vdiUuid(),
                image.name(),
                image.sizeBytes(),
                image.description().bootable(),
                image.allocatedBytes(),
                image.figures(),
                image.notes(),
                image.pages().stream().map(PointMapping::page).toList());
    }

    private static PointDocument.Page page(PageRef page) {
        return new PointDocument.Page(
                page.index(),
                page.chunk().chunk().toString(),
                page.chunk().pack().toString(),
                page.allocatedBytes());
    }

    private static PointDocument.Sizes sizes(List<DiskImage> disks, DiskFigures figures) {
        return new PointDocument.Sizes(
                disks.stream().mapToLong(DiskImage::sizeBytes).sum(),
                disks.stream().mapToLong(DiskImage::allocatedBytes).sum(),
                figures.givenBytes(),
                figures.zeroBytes(),
                figures.duplicateBytes(),
                figures.newBytes(),
                figures.storedBytes(),
                figures.newChunks(),
                figures.duplicateChunks(),
                figures.rewrittenCells(),
                figures.rewriteReadBytes());
    }

    private static DiskFigures figures(PointDocument.Sizes sizes) {
        return new DiskFigures(
                sizes.givenBytes(),
                sizes.zeroBytes(),
                sizes.duplicateBytes(),
                sizes.newBytes(),
                sizes.storedBytes(),
                sizes.newChunks(),
                sizes.duplicateChunks(),
                sizes.rewrittenCells(),
                sizes.rewriteReadBytes());
    }
}
