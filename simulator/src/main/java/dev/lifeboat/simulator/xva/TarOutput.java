package dev.lifeboat.simulator.xva;

import java.io.IOException;
import java.io.OutputStream;

/// Writes files one after the other.
final class TarOutput {
    private final OutputStream out;

    TarOutput(OutputStream out) {
        this.out = out;
    }

    void file(String name, byte[] content, int length) throws IOException {
        out.write(new TarHeader(name, length).encoded());
        out.write(content, 0, length);
        out.write(new byte[padding(length)]);
    }

    void end() throws IOException {
        out.write(new byte[2 * TarHeader.BYTES]);
    }

    static int padding(long sizeBytes) {
        return (int) (-sizeBytes & (TarHeader.BYTES - 1));
    }
}
