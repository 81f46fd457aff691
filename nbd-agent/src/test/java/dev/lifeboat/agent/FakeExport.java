package dev.lifeboat.agent;

import dev.lifeboat.xen.DiskExport;
import dev.lifeboat.xen.StreamExport;
import java.io.InputStream;

/// What a [FakePool] sends, be it a disk or something made of it.
///
/// @param what is noted when it is finished and when it is closed
record FakeExport(FakePool pool, Object what, InputStream stream, long sizeBytes, Runnable onClose)
        implements DiskExport, StreamExport {
    @Override
    public void finish() {
        pool.called("finishExport", what);
    }

    @Override
    public void close() {
        pool.calls.add("closeExport " + what);
        onClose.run();
    }
}
