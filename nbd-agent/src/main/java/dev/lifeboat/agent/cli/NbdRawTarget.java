package dev.lifeboat.agent.cli;

import dev.lifeboat.agent.nbdtarget.NbdTarget;
import dev.lifeboat.agent.nbdtarget.NbdUrl;
import java.io.IOException;
import java.nio.ByteBuffer;

/// An export of an NBD server. What was on it is gone as soon as writing begins, so that a failure leaves it as it is.
final class NbdRawTarget implements RawTarget {
    private final NbdTarget target;
    private long at;

    private NbdRawTarget(NbdTarget target) {
        this.target = target;
    }

    /// @throws IOException the export is not there, or too small
    static NbdRawTarget open(NbdUrl url, long sizeBytes) throws IOException {
        var target = NbdTarget.open(url);
        if (target.sizeBytes() < sizeBytes) {
            target.close();
            throw new IOException("the export has " + target.sizeBytes() + " bytes, and the disk has " + sizeBytes);
        }
        return new NbdRawTarget(target);
    }

    @Override
    public void write(long offset, ByteBuffer content) throws IOException {
        target.writeZeros(at, offset - at);
        at = offset + content.remaining();
        target.write(offset, content);
    }

    @Override
    public void finish(long sizeBytes) throws IOException {
        target.writeZeros(at, sizeBytes - at);
        at = sizeBytes;
        target.finish();
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}
