package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.agent.api.ExportReport;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.VmRestoreSpec;
import dev.lifeboat.crds.VmRestoreSpec.XvaExport;
import dev.lifeboat.operator.fakes.Resources;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An export as it is asked for, and what an agent reports of one that is done.
final class Exported {
    static final XvaExport ALLOWED =
            new XvaExport(null, VmRestoreSpec.ArchiveCompression.None, VmRestoreSpec.Vtpm.Keep, true);
    static final ExportReport WRITTEN =
            new ExportReport(Restores.UID, "exports/web-p-1.xva", 3 << 20, "00ff", 30, 2 << 20, List.of(), List.of());

    private Exported() {}

    static VmRestore export(@Nullable XvaExport wishes, boolean cancel) {
        var restore = new VmRestore();
        restore.setMetadata(Resources.meta("out", Restores.UID, "2026-03-01T01:30:00Z"));
        restore.setSpec(new VmRestoreSpec(
                new VmRestoreSpec.Source(
                        null, new VmRestoreSpec.Point(new LocalRef("bucket"), Backups.SOURCE.toString(), "p-1")),
                VmRestoreSpec.Mode.XvaExport,
                null,
                wishes,
                new VmRestoreSpec.StorageMapping(null, null, List.of("1")),
                new VmRestoreSpec.NetworkMapping(null, VmRestoreSpec.OnUnmapped.MatchByName),
                VmRestoreSpec.Mac.Regenerate,
                VmRestoreSpec.Route.Auto,
                VmRestoreSpec.Identity.New,
                false,
                cancel));
        return restore;
    }
}
