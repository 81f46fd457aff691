package dev.lifeboat.xen;

import java.util.Set;
import java.util.UUID;

/// A network that NICs are put on.
///
/// @param purposes what the pool uses it for: `nbd`, `insecure_nbd`
public record Network(UUID uuid, String name, Set<String> purposes) {

    public Network {
        purposes = Set.copyOf(purposes);
    }
}
