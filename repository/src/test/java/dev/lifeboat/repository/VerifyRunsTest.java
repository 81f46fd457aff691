package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.objectstore.FailingObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.verify.Finding;
import dev.lifeboat.repository.verify.Finding.Kind;
import dev.lifeboat.repository.verify.Finding.Problem;
import dev.lifeboat.repository.verify.VerifyFigures;
import dev.lifeboat.repository.verify.VerifyOptions;
import dev.lifeboat.repository.verify.VerifyOptions.Depth;
import dev.lifeboat.repository.verify.VerifyProgress;
import dev.lifeboat.repository.verify.VerifyReport;
import dev.lifeboat.repository.verify.VerifyReport.Ended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Budgets, rotation, cancelling, and a store that is not what it was.
class VerifyRunsTest {

    private final DamagedRepository damaged = new DamagedRepository(new Random(7));
    private final int packs = Damages.keys(damaged.store, "packs/").size();

    @Test
    void runsWithABudgetSeeEveryPackInTurn() {
        var key = Damages.keys(damaged.store, "packs/").get(packs / 2);
        Damages.flip(damaged.store, key, 3);
        var onePack = VerifyOptions.of(Depth.SAMPLE).withMostBytes(1);

        long found = 0;
        for (int run = 0; run < packs; run++) {
            var report = verify(onePack);
            assertThat(report.figures().readPacks()).isEqualTo(1);
            found += report.findings().size();
        }

        assertThat(found).as("the damaged pack was read once in a round").isEqualTo(1);
    }

    @Test
    void aRunWithoutABudgetReadsAThirtiethAndEveryByteAll() {
        assertThat(verify(VerifyOptions.of(Depth.SAMPLE)).figures().readPacks()).isBetween(1L, packs / 2L);

        var all = verify(VerifyOptions.of(Depth.EVERY_BYTE));

        assertThat(all.figures().readPacks()).isEqualTo(packs);
        assertThat(all.figures().chunks()).isPositive();
        assertThat(all.ended()).isEqualTo(Ended.COMPLETE);
    }

    @Test
    void noTimeMeansNoContentButAllOfTheStructure() {
        var report = verify(VerifyOptions.of(Depth.EVERY_BYTE).withMostTime(Duration.ZERO));

        assertThat(report.ended()).isEqualTo(Ended.BUDGET_USED);
        assertThat(report.figures().readPacks()).isZero();
        assertThat(report.figures().points()).isEqualTo(4);
        assertThat(report.figures().pages()).isGreaterThan(4);
    }

    @Test
    void aCancelledRunSaysWhatItFoundUntilThen() {
        Damages.flip(damaged.store, Damages.keys(damaged.store, "points/").getFirst(), 5);

        var report = damaged.reopened().verify(VerifyOptions.of(Depth.EVERY_BYTE), cancelledAfterManifests());

        assertThat(report.ended()).isEqualTo(Ended.CANCELLED);
        assertThat(report.findings()).extracting(Finding::kind).containsExactly(Kind.MANIFEST);
        assertThat(report.figures().readPacks()).isZero();
    }

    private static VerifyProgress cancelledAfterManifests() {
        return new VerifyProgress() {
            private volatile boolean cancelled;

            @Override
            public void update(VerifyFigures now) {
                cancelled |= now.points() == now.allPoints() / 2;
            }

            @Override
            public boolean cancelled() {
                return cancelled;
            }
        };
    }

    @Test
    void progressGrowsUpToWhatWasAnnounced() {
        var seen = new ArrayList<VerifyFigures>();
        var report = damaged.reopened().verify(VerifyOptions.of(Depth.EVERY_BYTE), new VerifyProgress() {
            @Override
            public synchronized void update(VerifyFigures now) {
                seen.add(now);
            }

            @Override
            public boolean cancelled() {
                return false;
            }
        });

        assertThat(seen).hasSizeGreaterThan(packs);
        assertThat(report.figures().readPacks()).isEqualTo(report.figures().packsToRead());
        assertThat(report.figures().readBytes())
                .isPositive()
                .isLessThanOrEqualTo(report.figures().bytesToRead());
    }

    @Test
    void everyDamagedObjectIsNamedNotJustTheFirst() {
        var packKeys = Damages.keys(damaged.store, "packs/");
        Damages.flip(damaged.store, packKeys.getFirst(), 0);
        damaged.store.delete(packKeys.getLast());
        var manifest = Damages.keys(damaged.store, "points/").getFirst();
        Damages.flip(damaged.store, manifest, 9);
        var segment = Damages.keys(damaged.store, "dedup/").getFirst();
        Damages.flip(damaged.store, segment, 40);

        var report = verify(VerifyOptions.of(Depth.EVERY_BYTE));

        assertThat(report.findings())
                .extracting(Finding::objectKey)
                .contains(packKeys.getFirst().value(), packKeys.getLast().value(), manifest.value(), segment.value());
        assertThat(report.findings())
                .filteredOn(finding -> finding.problem() == Problem.MISSING)
                .extracting(Finding::objectKey)
                .containsExactly(packKeys.getLast().value());
    }

    @Test
    void theStructureAloneShowsWhatIsGoneOrCut() {
        var packKeys = Damages.keys(damaged.store, "packs/");
        damaged.store.delete(packKeys.getFirst());
        Damages.PACK_CUT.apply(damaged.store, damaged.newest(Fixtures.VM), new Random(2));

        var report = verify(VerifyOptions.of(Depth.STRUCTURE));

        assertThat(report.findings()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(DamagedRepository.ranges(report.damagedPoints()))
                .containsExactlyInAnyOrderEntriesOf(damaged.unreadableRanges());
    }

    @Test
    void aRotationThatCannotBeReadIsAFindingAndBeginsAnew() {
        verify(VerifyOptions.of(Depth.SAMPLE));
        Damages.flip(damaged.store, new ObjectKey("verify/rotation"), 12);

        var report = verify(VerifyOptions.of(Depth.EVERY_BYTE));

        assertThat(report.findings()).extracting(Finding::objectKey).containsExactly("verify/rotation");
        assertThat(verify(VerifyOptions.of(Depth.SAMPLE)).clean()).isTrue();
    }

    @Test
    void aStoreThatIsAwayIsNoDamage() {
        var store = new FailingObjectStore(
                damaged.store, 6, FailingObjectStore.Failure.BEFORE, FailingObjectStore.Then.STOP);
        var repository = Repository.open(store, Fixtures.TUNING);

        assertThatThrownBy(() -> repository.verify(VerifyOptions.of(Depth.EVERY_BYTE), VerifyProgress.NONE))
                .isInstanceOf(ObjectStoreException.class);
    }

    @Test
    void oneObjectThatTheStoreDoesNotHandOutIsAFindingOfItsOwn() {
        int findingsOfOneObject = 0;
        for (int call = 4; call < 12; call++) {
            var store = new FailingObjectStore(
                    damaged.store, call, FailingObjectStore.Failure.BEFORE, FailingObjectStore.Then.GO_ON);
            var repository = Repository.open(store, Fixtures.TUNING);

            try {
                var findings = repository
                        .verify(VerifyOptions.of(Depth.STRUCTURE).withParallel(1), VerifyProgress.NONE)
                        .findings();
                assertThat(findings).hasSize(1);
                assertThat(findings.getFirst().problem()).isEqualTo(Problem.UNREADABLE);
                findingsOfOneObject++;
            } catch (ObjectStoreException e) {
                // Without a listing nothing can be said.
                assertThat(e.operation()).isEqualTo(ObjectStoreException.Operation.LIST);
            }
        }
        assertThat(findingsOfOneObject).isGreaterThan(4);
    }

    private VerifyReport verify(VerifyOptions options) {
        return damaged.reopened().verify(options, VerifyProgress.NONE);
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        for (var wrong : List.<Runnable>of(
                () -> VerifyOptions.of(Depth.SAMPLE).withParallel(0),
                () -> VerifyOptions.of(Depth.SAMPLE).withMostBytes(-1),
                () -> VerifyOptions.of(Depth.SAMPLE).withMostTime(Duration.ofSeconds(-1)))) {
            assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
