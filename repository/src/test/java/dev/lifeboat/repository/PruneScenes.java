package dev.lifeboat.repository;

import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.prune.PruneOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/// Repositories in which a prune has something of everything to do.
final class PruneScenes {

    static final UUID OTHER_VM = UUID.fromString("00000000-0000-0000-0000-0000000000ff");

    private static final int CELL_PIECES = 16;

    private PruneScenes() {}

    /// Points that stay, sparse packs that are due, packs that are due to go, a deleted point that is due to be purged,
    /// one that is not, a dead session, segments that are out of date, what a probe left.
    static PruneWorld busy() {
        var world = new PruneWorld();
        var disk = PruneWorld.noise(300, 1);
        var first = world.backUp("first", disk, Optional.empty());
        for (int cell = 0; cell < 18; cell += 2) {
            disk.fill(cell * CELL_PIECES, CELL_PIECES, new Random(cell));
        }
        world.backUp("second", disk, Optional.of(first.disks().getFirst()));
        world.backUp("doomed", PruneWorld.noise(200, 7), Optional.empty());
        world.delete("first");
        world.delete("doomed");
        world.clock.advance(PruneWorld.POINT_GRACE);
        world.prune();
        world.clock.advance(PruneWorld.PACK_GRACE.dividedBy(2));
        world.backUp("purged", PruneWorld.noise(60, 8), Optional.empty());
        world.delete("purged");
        world.clock.advance(Duration.ofHours(12));
        world.backUp("purged-late", PruneWorld.noise(60, 10), Optional.empty());
        world.delete("purged-late");
        world.clock.advance(PruneWorld.POINT_GRACE.minusHours(13));
        world.die("abandoned", PruneWorld.noise(100, 4));
        world.backUp("trashed", PruneWorld.noise(60, 9), Optional.empty());
        world.delete("trashed");
        world.store.put(new ObjectKey("probe/left"), ByteBuffer.allocate(3));
        world.clock.advance(Duration.ofHours(2));
        // Names the sparse packs too: what goes of them has gone by now.
        world.prune(compacting());
        world.clock.advance(PruneWorld.PACK_GRACE);
        return world;
    }

    static PruneOptions compacting() {
        return PruneWorld.OPTIONS.withCompaction(0.9, 1 << 30);
    }
}
