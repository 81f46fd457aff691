package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.agent.api.ArchiveCompression;
import dev.lifeboat.agent.api.ExportOrder;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.BackupStorageSpec;
import dev.lifeboat.crds.VmRestoreSpec;
import dev.lifeboat.crds.VmRestoreSpec.XvaExport;
import java.util.List;
import java.util.Optional;

/// A recovery point as an XVA in its storage: whether it may be, what an agent is told, and where it is then.
final class Exports {
    private Exports() {}

    /// Why it may not be: the one thing that would be readable in an encrypted storage has to be wanted.
    static Optional<String> refusal(VmRestoreSpec spec, BackupStorage storage) {
        return isEncrypted(storage) && !wishes(spec).allowPlaintext()
                ? Optional.of("BackupStorage " + storage.getMetadata().getName()
                        + " is encrypted, and an XVA is not, since no pool could import it then: whoever reads the"
                        + " storage could read the VM. Set spec.xvaExport.allowPlaintext to true in a new VmRestore if"
                        + " that may be, or export to a file with lifeboat repository export-vm.")
                : Optional.empty();
    }

    /// A sentence for whoever reads the status.
    static Optional<String> warning(BackupStorage storage) {
        return isEncrypted(storage)
                ? Optional.of("The XVA is not encrypted, unlike the rest of the storage; remove it when it is no longer"
                        + " needed")
                : Optional.empty();
    }

    private static boolean isEncrypted(BackupStorage storage) {
        return storage.getSpec().encryption().mode() == BackupStorageSpec.Encryption.Mode.Required;
    }

    static ExportOrder order(Request request, Source.Point point, RepositoryAccess repository) {
        var wishes = wishes(request.spec());
        return new ExportOrder(
                request.uid(),
                repository,
                point.vm(),
                point.pointId(),
                Optional.ofNullable(wishes.key()),
                Optional.ofNullable(request.spec().storageMapping().skip()).orElse(List.of()),
                switch (wishes.compression()) {
                    case None -> ArchiveCompression.None;
                    case Gzip -> ArchiveCompression.Gzip;
                    case Zstd -> ArchiveCompression.Zstd;
                },
                switch (wishes.vtpm()) {
                    case Keep -> ExportOrder.Vtpm.Keep;
                    case LeaveOut -> ExportOrder.Vtpm.LeaveOut;
                });
    }

    private static XvaExport wishes(VmRestoreSpec spec) {
        return Optional.ofNullable(spec.xvaExport()).orElse(XvaExport.USUAL);
    }
}
