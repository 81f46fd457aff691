package dev.lifeboat.agent.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// A sparse file, which is there only once it is whole.
final class RawFile implements RawTarget {
    private final WholeFile file;

    RawFile(Path path) throws IOException {
        this.file = new WholeFile(path);
    }

    @Override
    public void write(long offset, ByteBuffer content) throws IOException {
        for (long at = offset; content.hasRemaining(); ) {
            at += file.channel().write(content, at);
        }
    }

    /// A disk that ends with a hole gets its length by its last byte.
    @Override
    public void finish(long sizeBytes) throws IOException {
        if (file.channel().size() < sizeBytes) {
            file.channel().write(ByteBuffer.allocate(1), sizeBytes - 1);
        }
        file.finish();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
