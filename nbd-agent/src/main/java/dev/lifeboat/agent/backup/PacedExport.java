package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.progress.DiskCounter;
import dev.lifeboat.agent.progress.Patience;
import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.xen.DiskExport;
import java.io.InputStream;

/// A stream that is read no faster than the pool's bandwidth allows, and counts every byte that arrives, be it needed
/// or not: the host takes a while before the first one and none between two others.
final class PacedExport implements DiskExport {
    private final DiskExport export;
    private final InputStream stream;

    PacedExport(DiskExport export, Pace pace, DiskCounter counter) {
        this.export = export;
        counter.waitsFor(Patience.FIRST_BYTE);
        this.stream = new PacedInput(export.stream(), pace, count -> {
            counter.waitsFor(Patience.STREAM);
            counter.moved(count);
        });
    }

    @Override
    public InputStream stream() {
        return stream;
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
