package dev.lifeboat.xen.transfer;

import dev.lifeboat.xen.DiskExport;
import java.io.InputStream;
import java.util.OptionalLong;

/// Reads exactly the bytes of the disk.
final class RawExport implements DiskExport {

    private final HandlerExport body;
    private final long sizeBytes;

    RawExport(Transfer transfer, long sizeBytes) {
        this.body = new HandlerExport(transfer, OptionalLong.of(sizeBytes));
        this.sizeBytes = sizeBytes;
    }

    @Override
    public InputStream stream() {
        return body.stream();
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void finish() {
        body.finish();
    }

    @Override
    public void close() {
        body.close();
    }
}
