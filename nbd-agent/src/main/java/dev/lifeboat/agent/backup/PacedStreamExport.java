package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.progress.DiskCounter;
import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.xen.StreamExport;
import java.io.InputStream;

/// A stream in a format of its own, no faster than the pool's bandwidth allows.
record PacedStreamExport(StreamExport export, InputStream stream) implements StreamExport {
    /// Of one disk.
    PacedStreamExport(StreamExport export, Pace pace, DiskCounter counter) {
        this(export, PacedInput.counted(export.stream(), pace, counter));
    }

    /// Of several: what is made of it tells how far each is.
    PacedStreamExport(StreamExport export, Pace pace) {
        this(export, new PacedInput(export.stream(), pace, _ -> {}));
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
