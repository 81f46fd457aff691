package dev.lifeboat.xen.xva;

import java.io.IOException;
import java.io.OutputStream;

/// Entries of a tar.
final class TarOutput {

    private TarOutput() {}

    static void entry(OutputStream out, String name, byte[] content) throws IOException {
        header(out, name, content.length);
        out.write(content);
        padding(out, content.length);
    }

    static void header(OutputStream out, String name, long sizeBytes) throws IOException {
        out.write(new TarHeader(name, sizeBytes, TarHeader.FILE).write());
    }

    static void padding(OutputStream out, long sizeBytes) throws IOException {
        out.write(new byte[TarHeader.paddingBytes(sizeBytes)]);
    }

    /// How long an entry is with what is around it.
    static long lengthBytes(long sizeBytes) {
        return TarHeader.BLOCK_BYTES + sizeBytes + TarHeader.paddingBytes(sizeBytes);
    }
}
