package dev.lifeboat.agent.restore;

import dev.lifeboat.repository.objectstore.Pace;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// A stream into a pool that is written no faster than the pool's bandwidth allows.
final class PacedOutput extends FilterOutputStream {
    private final Pace pace;

    PacedOutput(OutputStream out, Pace pace) {
        super(out);
        this.pace = pace;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        pace.take(length);
        out.write(bytes, offset, length);
    }
}
