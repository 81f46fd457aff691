package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import java.util.Optional;

/// Tells the repository that holds real disks from the one that only lists ISO images.
final class PoolDisks {
    private PoolDisks() {}

    static boolean isShared(Entity sr) {
        return !sr.text("content_type").equals("iso");
    }

    static boolean isShared(Optional<Entity> sr) {
        return sr.map(PoolDisks::isShared).orElse(false);
    }
}
