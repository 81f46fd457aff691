package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.export.ExportKey;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.repository.prune.PruneReport.Amount;
import dev.lifeboat.repository.prune.PruneReport.Reason;
import dev.lifeboat.repository.verify.RepairOptions;
import dev.lifeboat.repository.verify.VerifyOptions;
import dev.lifeboat.repository.verify.VerifyOptions.Depth;
import dev.lifeboat.repository.verify.VerifyProgress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What a prune deletes, when, and what it leaves.
class PruneTest {

    private static final PointId FIRST = new PointId("first");

    private final PruneWorld world = new PruneWorld();

    @Test
    void aRepositoryWhereEverythingIsNeededStaysAsItIs() {
        world.backUp("first", PruneWorld.noise(400, 1), Optional.empty());
        world.clock.advance(Duration.ofDays(10));
        var before = world.keys("packs/");

        var report = world.prune();

        assertThat(report.trashed()).isEqualTo(Amount.NONE);
        assertThat(report.deleted()).isEqualTo(Amount.NONE);
        assertThat(report.kept().get(Reason.NEEDED).packs()).isEqualTo(before.size());
        assertThat(world.keys("packs/")).isEqualTo(before);
        world.assertAllPointsRestore();
    }

    @Test
    void aDeletedPointGoesInTwoPhasesAndNothingOfItStays() {
        world.backUp("first", PruneWorld.noise(400, 1), Optional.empty());
        world.delete("first");
        int packs = world.keys("packs/").size();

        world.clock.advance(PruneWorld.PACK_GRACE.multipliedBy(2));
        assertThat(world.prune().kept().get(Reason.NEEDED).packs()).isEqualTo(packs);
        world.clock.advance(PruneWorld.POINT_GRACE);
        var first = world.prune();
        assertThat(first.purgedPoints()).isEqualTo(1);
        assertThat(first.trashed().packs()).isEqualTo(packs);
        assertThat(first.freedBytes()).isZero();
        world.clock.advance(PruneWorld.PACK_GRACE.minusMinutes(1));
        assertThat(world.prune().kept().get(Reason.IN_GRACE).packs()).isEqualTo(packs);
        world.clock.advance(Duration.ofMinutes(1));
        var second = world.prune();

        assertThat(second.deleted()).isEqualTo(first.trashed());
        assertThat(second.freedBytes()).isEqualTo(first.trashed().bytes());
        assertThat(world.keys("")).containsExactly("locks/maintenance/0000000000000004", "repository.json");
    }

    @Test
    void aPointInTheTrashComesBackAsItWas() {
        world.backUp("first", PruneWorld.noise(400, 1), Optional.empty());
        var expected = world.expected.get("first");
        var before = world.repository().find(Fixtures.VM, FIRST);
        world.delete("first");
        world.clock.advance(PruneWorld.POINT_GRACE.minusMinutes(1));
        world.prune();

        assertThat(world.repository().points()).isEmpty();
        var trash = world.repository().trash();
        assertThat(trash).hasSize(1);
        assertThat(trash.getFirst().point()).isEqualTo(before.orElseThrow());
        assertThat(world.repository().undelete(Fixtures.VM, FIRST)).isEqualTo(before);
        world.expected.put("first", expected);

        assertThat(world.repository().trash()).isEmpty();
        assertThat(world.keys("sessions/")).isEmpty();
        world.pruneToTheEnd();
        world.assertAllPointsRestore();
        assertThat(world.keys("trash/")).isEmpty();
    }

    @Test
    void whatHasBeenPurgedCannotBeUndeleted() {
        world.backUp("first", PruneWorld.noise(40, 1), Optional.empty());
        world.delete("first");
        world.clock.advance(PruneWorld.POINT_GRACE);
        world.prune();

        assertThat(world.repository().undelete(Fixtures.VM, FIRST)).isEmpty();
        assertThat(world.repository().undelete(Fixtures.VM, new PointId("never-was")))
                .isEmpty();
    }

    @Test
    void aDryRunSaysWhatWouldGoAndWritesNothing() {
        world.backUp("first", PruneWorld.noise(400, 1), Optional.empty());
        world.delete("first");
        world.clock.advance(PruneWorld.POINT_GRACE);
        var before = world.keys("");

        var report = world.prune(PruneWorld.OPTIONS.dryRun());

        assertThat(report.trashed().packs()).isEqualTo(world.keys("packs/").size());
        assertThat(report.purgedPoints()).isEqualTo(1);
        assertThat(world.keys("")).isEqualTo(before);
        var real = world.prune();
        assertThat(real.trashed()).isEqualTo(report.trashed());
        world.clock.advance(PruneWorld.PACK_GRACE);
        var pretended = world.prune(PruneWorld.OPTIONS.dryRun());
        assertThat(world.prune().deleted()).isEqualTo(pretended.deleted()).isEqualTo(real.trashed());
    }

    @Test
    void aPackThatIsNamedAndNeededAgainIsKept() {
        var disk = PruneWorld.noise(400, 1);
        world.backUp("first", disk, Optional.empty());
        world.delete("first");
        // Learns of the packs while they are not named yet, and commits when they are.
        world.clock.advance(PruneWorld.POINT_GRACE.minusMinutes(10));
        try (var session = world.repository().startBackup(Fixtures.header("second"))) {
            var writer = session.disk(Fixtures.disk(disk.sizeBytes()), Optional.empty());
            disk.writeAll(writer, new Random(1));
            var image = writer.finish();
            world.clock.advance(Duration.ofMinutes(20));
            assertThat(world.prune().trashed().packs()).isPositive();
            assertThat(session.commit(List.of(image)).figures().newBytes()).isLessThan(disk.sizeBytes() / 2);
            world.expected.put("second", disk);
        }
        world.clock.advance(PruneWorld.PACK_GRACE);

        world.prune();
        world.assertAllPointsRestore();
        world.pruneToTheEnd();
        world.assertAllPointsRestore();
        assertThat(world.keys("trash/")).isEmpty();
    }

    @Test
    void sparsePacksAreCompactedAndWhatTheyWereReferredToByStillRestores() {
        var disk = PruneWorld.noise(800, 1);
        var first = world.backUp("first", disk, Optional.empty());
        // Leaves every second cell of all packs to the second point alone.
        for (int cell = 0; cell < 50; cell += 2) {
            disk.fill(cell * 16, 16, new Random(cell));
        }
        world.backUp("second", disk, Optional.of(first.disks().getFirst()));
        world.delete("first");
        long before = storedBytes();
        world.clock.advance(PruneWorld.POINT_GRACE);
        world.prune();
        world.clock.advance(PruneWorld.PACK_GRACE);
        var options = PruneWorld.OPTIONS.withCompaction(0.9, 1 << 30);

        assertThat(world.prune(options).sparse().packs()).isPositive();
        world.clock.advance(PruneWorld.PACK_GRACE);
        var report = world.prune(options);

        assertThat(report.compacted().packs()).isPositive();
        assertThat(report.freedBytes()).isGreaterThan(disk.sizeBytes() / 4);
        assertThat(storedBytes()).isLessThan(before - disk.sizeBytes() / 4);
        world.assertAllPointsRestore();
        assertThat(world.backUp(new UUID(1, 1), "third", disk, Optional.empty())
                        .figures()
                        .newBytes())
                .isLessThan(disk.sizeBytes() / 4);
        world.assertAllPointsRestore();
    }

    @Test
    void exportsAreTheirUsersAndNothingThatWorksOnTheRepositoryTouchesThem() throws IOException {
        var disk = PruneWorld.noise(400, 1);
        world.backUp("first", disk, Optional.empty());
        var usage = world.repository().usage();
        var content = new byte[100_000];
        new Random(3).nextBytes(content);
        try (var writer = world.repository().startExport(new ExportKey("customers/web.xva"), content.length)) {
            writer.stream().write(content);
            writer.finish();
        }

        assertThat(world.repository().usage()).isEqualTo(usage);
        assertThat(world.repository()
                        .verify(VerifyOptions.of(Depth.EVERY_BYTE), VerifyProgress.NONE)
                        .findings())
                .isEmpty();
        world.repository().repair(RepairOptions.of(VerifyOptions.of(Depth.EVERY_BYTE)), VerifyProgress.NONE);
        world.delete("first");
        world.pruneToTheEnd();

        assertThat(world.keys("packs/")).isEmpty();
        assertThat(world.keys("exports/")).containsExactly("exports/customers/web.xva");
        assertThat(world.store.get(new ObjectKey("exports/customers/web.xva"))).hasValue(content);
    }

    private long storedBytes() {
        return world.repository().usage().storedBytes();
    }
}
