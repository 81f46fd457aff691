package dev.lifeboat.repository.prune;

/// Hears how far a prune is. Called from any of its threads, often; what it throws ends the prune.
@FunctionalInterface
public interface PruneProgress {

    /// What a prune does, in this order.
    enum Phase {
        LISTING,
        READING_POINTS,
        READING_PACKS,
        TRASHING,
        COMPACTING,
        DELETING,
        TIDYING
    }

    /// @param done of `total` steps of this phase
    void at(Phase phase, long done, long total);

    static PruneProgress silent() {
        return (phase, done, total) -> {};
    }
}
