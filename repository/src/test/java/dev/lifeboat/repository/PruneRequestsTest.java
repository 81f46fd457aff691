package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.objectstore.MeteringObjectStore;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.repository.prune.PruneProgress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a prune asks of the store grows with points, packs and segments, and with nothing else.
class PruneRequestsTest {

    /// Leases, listings that fit into one answer, the fence.
    private static final long FIXED = 30;

    @Test
    void areAtMostThreeForEachPointOneForEachNewPageAndTwoForEachPack() {
        var world = new PruneWorld();
        var disk = PruneWorld.noise(1200, 1);
        var point = world.backUp("p0", disk, Optional.empty());
        for (int run = 1; run <= 40; run++) {
            disk.fill(run * 20, 20, new Random(run));
            point = incremental(world, "p" + run, disk, point, run * 20);
        }
        world.clock.advance(Duration.ofDays(3));
        var metered = new MeteringObjectStore(world.store);

        var report = world.repository(metered).prune(PruneScenes.compacting(), PruneProgress.silent());

        long requests = metered.figures().requests();
        long pages = 41 + 40 * 2;
        assertThat(report.points()).isEqualTo(41);
        assertThat(requests)
                .isLessThan(FIXED
                        + 3 * 41
                        + pages
                        + 2L * world.keys("packs/").size()
                        + world.keys("dedup/").size());
    }

    private static RecoveryPoint incremental(
            PruneWorld world, String name, ModelDisk disk, RecoveryPoint base, int piece) {
        try (var session = world.repository().startBackup(Fixtures.header(name))) {
            var writer = session.disk(
                    Fixtures.disk(disk.sizeBytes()), Optional.of(base.disks().getFirst()));
            disk.write(writer, piece, 20, new Random(1));
            world.expected.put(name, disk.copy());
            return session.commit(List.of(writer.finish()));
        }
    }
}
