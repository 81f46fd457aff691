package dev.lifeboat.simulator.xva;

import java.io.IOException;

/// A disk that is imported.
public interface DiskTarget {
    long sizeBytes();

    /// The part of a block that lies behind the disk's end is left out by the caller.
    void write(long offset, byte[] source, int length) throws IOException;
}
