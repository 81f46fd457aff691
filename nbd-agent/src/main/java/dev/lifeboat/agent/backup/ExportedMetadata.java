package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.archive.AttachmentNames;
import dev.lifeboat.agent.failure.Failures;
import dev.lifeboat.repository.point.Attachment;
import dev.lifeboat.xen.MetadataExport;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the pool itself exports of a VM, kept with its recovery point: `/export_metadata`, section 6.3 of the facts on
/// XAPI. A restore works without, from the raw records; so a pool that does not give it is no reason to have no backup.
final class ExportedMetadata {
    private static final String MEDIA_TYPE = "application/x-tar";
    private static final Logger LOG = LoggerFactory.getLogger(ExportedMetadata.class);

    private final XenPool pool;

    ExportedMetadata(XenPool pool) {
        this.pool = pool;
    }

    /// @param snapshot of the VM
    Optional<Attachment> of(UUID snapshot) {
        try (var export = pool.transfers().exportMetadata(MetadataExport.of(snapshot))) {
            var archive = export.stream().readNBytes(Attachment.MOST_BYTES + 1);
            if (archive.length > Attachment.MOST_BYTES) {
                LOG.warn(
                        "The pool's own metadata of the VM is larger than {} bytes and is left out",
                        Attachment.MOST_BYTES);
                return Optional.empty();
            }
            export.finish();
            return Optional.of(Attachment.of(AttachmentNames.POOL_METADATA, MEDIA_TYPE, archive));
        } catch (XenException e) {
            return without(Failures.sentence(e));
        } catch (IOException e) {
            return without(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Attachment> without(String why) {
        LOG.warn("The pool's own metadata of the VM is left out, its raw records are kept: {}", why);
        return Optional.empty();
    }
}
