package dev.lifeboat.repository.chunk;

import java.util.Optional;
import java.util.Set;

/// Packs that a session has filled and that are not in the store yet.
///
/// @param closed full, on their way
/// @param open still growing
public record OutstandingPacks(Set<PackId> closed, Optional<PackId> open) {

    public OutstandingPacks {
        closed = Set.copyOf(closed);
    }
}
