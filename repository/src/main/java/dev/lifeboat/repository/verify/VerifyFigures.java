package dev.lifeboat.repository.verify;

/// How far a verification is.
///
/// @param points whose manifests were read, of `allPoints` manifests
/// @param pages of disk images that were read and followed, each once
/// @param chunks whose content was read and compared with its hash
/// @param readPacks whose content was read, of `packsToRead`
/// @param readBytes of those, of `bytesToRead`
/// @param findings so far
public record VerifyFigures(
        Phase phase,
        long points,
        long allPoints,
        long pages,
        long chunks,
        long readPacks,
        long packsToRead,
        long readBytes,
        long bytesToRead,
        long findings) {

    /// What is going on.
    public enum Phase {
        STRUCTURE,
        CONTENT,
        /// Looks again which points the damaged chunks belong to.
        ATTRIBUTION
    }
}
