package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.progress.DiskCounter;
import dev.lifeboat.agent.progress.Patience;
import dev.lifeboat.repository.objectstore.Pace;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/// A stream that is read no faster than the pool's bandwidth allows.
final class PacedInput extends FilterInputStream {
    private final Pace pace;
    private final LongConsumer arrived;

    /// @param arrived is told of every byte, be it needed or not
    PacedInput(InputStream in, Pace pace, LongConsumer arrived) {
        super(in);
        this.pace = pace;
        this.arrived = arrived;
    }

    /// Of one disk, whose counter is told of every byte: the host takes a while before the first one and none
    /// between two others.
    static PacedInput counted(InputStream in, Pace pace, DiskCounter counter) {
        counter.waitsFor(Patience.FIRST_BYTE);
        return new PacedInput(in, pace, count -> {
            counter.waitsFor(Patience.STREAM);
            counter.moved(count);
        });
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        if (count > 0) {
            arrived.accept(count);
            pace.take(count);
        }
        return count;
    }
}
