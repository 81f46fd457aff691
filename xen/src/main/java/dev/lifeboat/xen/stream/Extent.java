package dev.lifeboat.xen.stream;

/// A range of a disk.
public record Extent(long offset, long lengthBytes) {

    public Extent {
        if (offset < 0 || lengthBytes < 0 || offset > Long.MAX_VALUE - lengthBytes) {
            throw new IllegalArgumentException("No range of a disk: " + lengthBytes + " bytes at offset " + offset);
        }
    }

    public long end() {
        return offset + lengthBytes;
    }
}
