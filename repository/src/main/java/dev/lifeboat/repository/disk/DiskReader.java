package dev.lifeboat.repository.disk;

import java.nio.ByteBuffer;
import java.util.Iterator;

/// Reads one disk image. Safe for any number of threads. Every chunk is verified before a byte of it is
/// handed out.
public final class DiskReader {

    private final DiskImage image;

    public DiskReader(DiskImage image) {
        this.image = image;
    }

    public DiskImage image() {
        return image;
    }

    /// Fills the target with the disk's bytes from `offset` on; holes give zeros. Any offset and length
    /// within the disk.
    public void read(long offset, ByteBuffer target) {
        throw new UnsupportedOperationException("Not yet");
    }

    /// The whole disk as runs of holes and content, ascending, without a gap. Reads pages as it goes.
    public Iterator<Extent> extents() {
        throw new UnsupportedOperationException("Not yet");
    }

    /// Hands over all content in disk order, reading ahead over packs with few large requests. Holes are left
    /// out. An exception of the consumer ends the reading and is thrown on.
    public void readAll(ContentConsumer consumer) {
        throw new UnsupportedOperationException("Not yet");
    }
}
