package dev.lifeboat.repository.disk;

/// What a writer has done so far. Bytes are counted in whole pieces.
///
/// @param givenBytes handed to the writer, zeros included
/// @param zeroBytes of those, found to be zero or declared so
/// @param duplicateBytes of those, in chunks that the repository had already
/// @param newBytes of those, in chunks stored now (before compression)
/// @param storedBytes what the new chunks take in their packs (after compression; pages not included)
/// @param rewrittenCells cells put together again because their pieces came from too many chunks
/// @param rewriteReadBytes old content read back for that
public record DiskFigures(
        long givenBytes,
        long zeroBytes,
        long duplicateBytes,
        long newBytes,
        long storedBytes,
        long newChunks,
        long duplicateChunks,
        long rewrittenCells,
        long rewriteReadBytes) {

    public static final DiskFigures NONE = new DiskFigures(0, 0, 0, 0, 0, 0, 0, 0, 0);

    public DiskFigures plus(DiskFigures other) {
        return new DiskFigures(
                givenBytes + other.givenBytes,
                zeroBytes + other.zeroBytes,
                duplicateBytes + other.duplicateBytes,
                newBytes + other.newBytes,
                storedBytes + other.storedBytes,
                newChunks + other.newChunks,
                duplicateChunks + other.duplicateChunks,
                rewrittenCells + other.rewrittenCells,
                rewriteReadBytes + other.rewriteReadBytes);
    }
}
