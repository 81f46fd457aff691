package dev.lifeboat.repository.disk;

import java.nio.ByteBuffer;

/// Writes one disk of a backup session. Safe for any number of threads: hashing and compression happen in the
/// calling ones.
public final class DiskImageWriter {

    private final DiskDescription description;

    public DiskImageWriter(DiskDescription description) {
        this.description = description;
    }

    public DiskDescription description() {
        return description;
    }

    /// Takes what the disk holds from `offset` on: the data from its position to its limit, which is read and
    /// not kept.
    ///
    /// Any order, each block at most once; ascending order needs the least memory and requests. In a full
    /// run, whole cells (1 MiB) give the best chunks. Blocks while too much is on its way to the store.
    ///
    /// @param offset a multiple of the piece size (64 KiB)
    /// @param data a multiple of the piece size, or up to the end of the disk
    public void write(long offset, ByteBuffer data) {
        throw new UnsupportedOperationException("Not yet");
    }

    /// Says that the run is zero without handing over the zeros: never allocated, trimmed.
    /// Same rules for offset and length as [#write].
    public void writeZeros(long offset, long lengthBytes) {
        throw new UnsupportedOperationException("Not yet");
    }

    /// Live figures, for progress.
    public DiskFigures figures() {
        throw new UnsupportedOperationException("Not yet");
    }

    /// Ends the disk. What was not written is as in the base; without a base, a hole. The image can be read
    /// once the session is committed.
    public DiskImage finish() {
        throw new UnsupportedOperationException("Not yet");
    }
}
