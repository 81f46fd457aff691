package dev.lifeboat.agent.cli;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Takes a disk in ascending order; what is left out is zeros. Closing without [#finish] leaves nothing behind.
interface RawTarget extends AutoCloseable {

    void write(long offset, ByteBuffer content) throws IOException;

    /// All of the disk was given.
    void finish(long sizeBytes) throws IOException;

    @Override
    void close() throws IOException;
}
