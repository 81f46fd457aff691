package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.progress.DiskCounter;
import dev.lifeboat.agent.progress.Patience;
import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.xen.StreamExport;
import java.io.InputStream;

/// A stream in a format of its own that is read no faster than the pool's bandwidth allows.
final class PacedStream implements StreamExport {
    private final StreamExport export;
    private final InputStream stream;

    /// Of one disk.
    PacedStream(StreamExport export, Pace pace, DiskCounter counter) {
        this.export = export;
        counter.waitsFor(Patience.FIRST_BYTE);
        this.stream = new PacedInput(export.stream(), pace, count -> {
            counter.waitsFor(Patience.STREAM);
            counter.moved(count);
        });
    }

    /// Of several: what is made of it tells how far each is.
    PacedStream(StreamExport export, Pace pace) {
        this.export = export;
        this.stream = new PacedInput(export.stream(), pace, _ -> {});
    }

    @Override
    public InputStream stream() {
        return stream;
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
