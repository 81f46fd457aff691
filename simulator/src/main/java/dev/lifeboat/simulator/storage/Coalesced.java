package dev.lifeboat.simulator.storage;

import java.util.Map;
import java.util.Optional;

/// One step of garbage collection: the hidden disk that is gone, and who has which parent now.
public record Coalesced(String removed, Map<String, Optional<String>> newParents) {
    public Coalesced {
        newParents = Map.copyOf(newParents);
    }
}
