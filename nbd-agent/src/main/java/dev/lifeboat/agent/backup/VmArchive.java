package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.ArchiveCompression;
import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.archive.AttachmentNames;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.repository.point.Attachment;
import dev.lifeboat.xen.StreamExport;
import dev.lifeboat.xen.VmExport;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.stream.Compression;
import dev.lifeboat.xen.xva.XvaBlock;
import dev.lifeboat.xen.xva.XvaDisk;
import dev.lifeboat.xen.xva.XvaReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The XVA of a snapshot on its way: the description of the VM is read, the blocks of its disks are to come. It is read
/// once and kept nowhere.
final class VmArchive implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VmArchive.class);

    private final UUID vm;
    private final StreamExport export;
    private final XvaReader reader;

    private VmArchive(UUID vm, StreamExport export, XvaReader reader) {
        this.vm = vm;
        this.export = export;
        this.reader = reader;
    }

    /// Begins the export and reads the description.
    static VmArchive open(PacedPool paced, UUID vm, ArchiveCompression compression) {
        var sent = paced.pool().transfers().exportVm(new VmExport(vm, wanted(compression), false));
        var export = new PacedStreamExport(sent, paced.pace());
        try {
            var archive = new VmArchive(vm, export, XvaReader.open(export.stream()));
            LOG.info("Snapshot {} comes as an XVA, compression {}", vm, archive.reader.compression());
            return archive;
        } catch (IOException e) {
            export.close();
            if (e.getCause() instanceof XapiException reason && reason.kind() == XenException.Kind.CONFIGURATION) {
                throw reason;
            }
            throw failed(vm, "at its beginning", e);
        } catch (RuntimeException e) {
            export.close();
            throw e;
        }
    }

    private static Compression wanted(ArchiveCompression compression) {
        return switch (compression) {
            case None -> Compression.NONE;
            case Gzip -> Compression.GZIP;
            case Zstd -> Compression.ZSTD;
        };
    }

    /// What the archive says of the VM, to be kept; nothing if it is too much for that.
    Optional<Attachment> description() {
        var document = reader.ova().bytes();
        if (document.length > Attachment.MOST_BYTES) {
            LOG.warn("The description of snapshot {} has {} bytes and is not kept", vm, document.length);
            return Optional.empty();
        }
        return Optional.of(Attachment.of(AttachmentNames.OVA_XML, "application/xml", document));
    }

    /// The disk in the archive that an order means.
    ///
    /// @throws OrderFailedException it is not in there, or of another size
    XvaDisk find(DiskBackup disk) {
        var found = disks().stream()
                .filter(each -> each.uuid().equals(disk.snapshotVdiUuid().toString()))
                .findFirst()
                .orElseThrow(() -> new OrderFailedException(
                        FailureReason.InvalidOrder,
                        "The XVA of snapshot %s has no disk %s (VDI %s); it has %s"
                                .formatted(
                                        vm,
                                        disk.device(),
                                        disk.snapshotVdiUuid(),
                                        disks().stream().map(XvaDisk::uuid).toList())));
        if (found.sizeBytes() != disk.sizeBytes()) {
            throw new OrderFailedException(
                    FailureReason.InvalidOrder,
                    "VDI %s has %d bytes in the XVA, but the order was made for %d"
                            .formatted(disk.snapshotVdiUuid(), found.sizeBytes(), disk.sizeBytes()));
        }
        return found;
    }

    private List<XvaDisk> disks() {
        try {
            return reader.ova().disks();
        } catch (IOException e) {
            throw failed(vm, "in its description", e);
        }
    }

    /// The next block, put into the buffer and checked against its checksum; empty once the archive has ended as it
    /// should.
    Optional<XvaBlock> next(ByteBuffer target) {
        try {
            return reader.next(target);
        } catch (IOException e) {
            throw failed(vm, "on its way", e);
        }
    }

    private static OrderFailedException failed(UUID vm, String where, IOException e) {
        return new OrderFailedException(
                FailureReason.DiskReadFailed,
                "Reading the XVA of snapshot %s failed %s: %s".formatted(vm, where, e.getMessage()),
                e);
    }

    /// All is read: throws if the pool, asked now, says that what it sent was not good.
    void finish() {
        export.finish();
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            LOG.debug("The XVA of snapshot {} was not closed well", vm, e);
        } finally {
            export.close();
        }
    }
}
