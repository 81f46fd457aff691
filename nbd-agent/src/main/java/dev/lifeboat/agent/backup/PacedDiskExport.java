package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.progress.DiskCounter;
import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.xen.DiskExport;
import java.io.InputStream;

/// Every byte of a disk, no faster than the pool's bandwidth allows.
record PacedDiskExport(DiskExport export, InputStream stream) implements DiskExport {
    PacedDiskExport(DiskExport export, Pace pace, DiskCounter counter) {
        this(export, PacedInput.counted(export.stream(), pace, counter));
    }

    @Override
    public long sizeBytes() {
        return export.sizeBytes();
    }

    @Override
    public void finish() {
        export.finish();
    }

    @Override
    public void close() {
        export.close();
    }
}
