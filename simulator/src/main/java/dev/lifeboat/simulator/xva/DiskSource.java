package dev.lifeboat.simulator.xva;

import java.io.IOException;

/// A disk that is exported.
public interface DiskSource {
    long sizeBytes();

    /// Whether anything was ever written to the range.
    boolean allocated(long offset, int length);

    void read(long offset, byte[] target, int length) throws IOException;
}
