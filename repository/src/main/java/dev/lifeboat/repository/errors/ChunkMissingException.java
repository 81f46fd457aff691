package dev.lifeboat.repository.errors;

/// A disk image refers to a chunk that its pack does not hold, or to a pack that is gone: data is lost until
/// it is backed up again.
public final class ChunkMissingException extends RepositoryException {

    private final String packKey;

    public ChunkMissingException(String chunkId, String packKey, String found) {
        super(
                "Chunk " + chunkId + " cannot be read from " + packKey + ": " + found
                        + ". Recovery points that refer to it cannot be restored whole; the next full run stores it"
                        + " again.",
                null);
        this.packKey = packKey;
    }

    public String packKey() {
        return packKey;
    }
}
