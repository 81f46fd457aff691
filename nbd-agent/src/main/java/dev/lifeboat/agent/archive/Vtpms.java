package dev.lifeboat.agent.archive;

import dev.lifeboat.repository.point.Attachment;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.xen.VmRecords;
import dev.lifeboat.xen.xva.OvaObject;
import dev.lifeboat.xen.xva.OvaXml;
import dev.lifeboat.xen.xva.XvaReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The virtual TPMs of a backed-up VM. What is in one leaves a pool in an XVA only, so a point has it if its
/// disks came in one.
public enum Vtpms {
    /// With their contents, or not at all.
    KEEP,
    /// The VM gets none: keys that were sealed in it are lost.
    LEAVE_OUT;

    private static final String CONTENTS = "contents";

    /// @throws ArchiveRefusedException the VM had one, and the point does not have what was in it
    List<OvaObject> of(BackupHeader header, VmRecords records) {
        if (this == LEAVE_OUT) {
            return List.of();
        }
        var kept = kept(header);
        boolean hadOne = records.tree().get("vtpms") instanceof Map<?, ?> known && !known.isEmpty();
        if (hadOne && kept.isEmpty()) {
            throw new ArchiveRefusedException("The VM has a virtual TPM, and the backup does not have what is in it:"
                    + " the pool did not let its metadata be exported. Restore the VM disk by disk, which gives it an"
                    + " empty one, or leave the TPM out of the archive (--without-vtpm, or xvaExport.vtpm: LeaveOut)");
        }
        return kept;
    }

    /// What the pool itself exported of the VM, if it let us have it.
    private static List<OvaObject> kept(BackupHeader header) {
        return header.attachments().stream()
                .flatMap(Vtpms::description)
                .map(Vtpms::withContents)
                .filter(vtpms -> !vtpms.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static Stream<OvaXml> description(Attachment attachment) {
        try {
            return switch (attachment.name()) {
                case AttachmentNames.OVA_XML -> Stream.of(OvaXml.parse(attachment.content()));
                case AttachmentNames.POOL_METADATA ->
                    Stream.of(XvaReader.description(new ByteArrayInputStream(attachment.content())));
                default -> Stream.empty();
            };
        } catch (IOException e) {
            throw new ArchiveRefusedException(
                    "The " + attachment.name() + " that was kept with the backup cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<OvaObject> withContents(OvaXml ova) {
        return ova.objects("VTPM").stream()
                .filter(vtpm -> !vtpm.fields().text(CONTENTS).isEmpty())
                .toList();
    }
}
