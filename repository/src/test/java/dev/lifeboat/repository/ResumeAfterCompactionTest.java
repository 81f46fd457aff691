package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.repository.prune.PruneOptions;
import dev.lifeboat.repository.prune.PruneProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A session stood still for longer than its lease, and a prune compacted packs that it had borrowed chunks from.
class ResumeAfterCompactionTest {

    /// Pieces of a cell.
    private static final int CELL = 16;

    private static final PruneOptions PRUNE = PruneOptions.standard()
            .withGrace(PruneOptions.SHORTEST_PACK_GRACE, Duration.ZERO)
            .withCompaction(1, Long.MAX_VALUE);

    private final ManualTimes times = new ManualTimes();
    private final InMemoryObjectStore store = new InMemoryObjectStore(times.clock());
    private final ModelDisk disk = new ModelDisk(200_001);
    private final Repository repository;

    /// Writes no checkpoints that would cut packs short.
    private final Repository wholePacks;

    ResumeAfterCompactionTest() {
        disk.change(0, disk.pieces(), new Random(1));
        Repository.openOrCreate(store, Fixtures.OPTIONS);
        repository = Repository.open(store, Unlock.none(), Fixtures.STRICT_TUNING, times.clockwork());
        wholePacks = Repository.open(store, Unlock.none(), Fixtures.TUNING, times.clockwork());
    }

    @Test
    void whatWasBorrowedFromACompactedPackIsWrittenAgain() {
        // given a point, another one that shares a part of it, and a session that knows both
        var first = Fixtures.header(new UUID(3, 1), "first", Instant.parse("2026-03-01T00:00:00Z"));
        agent(wholePacks, first, disk).finish(CELL);
        var other = disk.copy();
        for (int piece = 0; piece < other.pieces(); piece++) {
            if (piece / CELL % 4 != 0) {
                other.change(piece, 1, new Random(piece));
            }
        }
        agent(wholePacks, Fixtures.header(new UUID(3, 2), "other", Instant.parse("2026-03-01T01:00:00Z")), other)
                .finish(CELL);
        times.stop(Duration.ofHours(3));
        var killed = agent(repository, Fixtures.header("p"), disk);

        // when a prune finds that only the shared part is needed, the session borrows and dies, and the packs go
        repository.deletePoint(first.vmUuid(), first.pointId());
        prune();
        times.pass(Duration.ofMinutes(5));
        prune();
        times.pass(Duration.ofMinutes(15));
        killed.giveAll(CELL);
        times.kill();
        times.stop(Duration.ofMinutes(110));
        assertThat(prune()).isPositive();
        var next = agent(repository, Fixtures.header("p"), disk);
        var point = next.finish(CELL);

        // then
        disk.assertEqualTo(repository.reader(point.disks().getFirst()), new Random(5));
    }

    /// @return how many packs were compacted
    private long prune() {
        return repository.prune(PRUNE, PruneProgress.silent()).compacted().packs();
    }

    private static SmallAgent agent(Repository repository, BackupHeader header, ModelDisk content) {
        return new SmallAgent(repository, header, List.of(SmallAgent.Job.full("0", content)), new Random(1));
    }
}
