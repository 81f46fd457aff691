package dev.lifeboat.repository.disk;

/// A run of a disk that is a hole (reads as zeros), or is not. Neighbours differ in kind: runs are merged.
public record Extent(long offset, long lengthBytes, Kind kind) {

    /// What a run holds.
    public enum Kind {
        HOLE,
        CONTENT
    }

    public boolean hole() {
        return kind == Kind.HOLE;
    }

    public long end() {
        return offset + lengthBytes;
    }
}
