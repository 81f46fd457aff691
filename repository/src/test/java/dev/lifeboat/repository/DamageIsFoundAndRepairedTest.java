package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.verify.Finding;
import dev.lifeboat.repository.verify.RepairOptions;
import dev.lifeboat.repository.verify.VerifyOptions;
import dev.lifeboat.repository.verify.VerifyOptions.Depth;
import dev.lifeboat.repository.verify.VerifyProgress;
import dev.lifeboat.repository.verify.VerifyReport;
import dev.lifeboat.repository.verify.VerifyReport.Ended;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Damage of each kind at random places: found, told exactly, repaired, and gone from the next point on.
class DamageIsFoundAndRepairedTest {

    private static final VerifyOptions EVERY_BYTE = VerifyOptions.of(Depth.EVERY_BYTE);

    @Test
    void aHealthyRepositoryIsCleanAtEveryDepth() {
        var damaged = new DamagedRepository(new Random(1));

        for (var depth : Depth.values()) {
            var report = damaged.reopened().verify(VerifyOptions.of(depth), VerifyProgress.NONE);

            assertThat(report.clean()).isTrue();
            assertThat(report.findings()).isEmpty();
            assertThat(report.damagedPoints()).isEmpty();
            assertThat(report.intactPoints()).isEqualTo(4);
            assertThat(report.ended()).isEqualTo(depth == Depth.SAMPLE ? Ended.BUDGET_USED : Ended.COMPLETE);
        }
    }

    @ParameterizedTest
    @EnumSource(Damages.class)
    void whatIsReportedIsExactlyWhatCannotBeRead(Damages kind) {
        Randomly.tries(3, random -> {
            var damaged = new DamagedRepository(mode(kind, random), random);

            var key = kind.apply(damaged.store, damaged.newest(Fixtures.VM), random);
            var report = damaged.reopened().verify(EVERY_BYTE, VerifyProgress.NONE);

            assertThat(report.findings()).extracting(Finding::objectKey).contains(key);
            assertThat(DamagedRepository.ranges(report.damagedPoints()))
                    .containsExactlyInAnyOrderEntriesOf(damaged.unreadableRanges());
            assertThat(report.intactPoints() + report.damagedPoints().size()).isEqualTo(4);
            assertTouchesMatch(report);
        });
    }

    @ParameterizedTest
    @EnumSource(Damages.class)
    void afterARepairTheNextIncrementalPointIsWhole(Damages kind) {
        Randomly.tries(3, random -> {
            var damaged = damaged(kind, random);
            var lost = damaged.unreadableRanges();
            var packs = Damages.fingerprint(damaged.store, "packs/");

            var repair = damaged.reopened().repair(RepairOptions.of(EVERY_BYTE), VerifyProgress.NONE);

            assertThat(repair.marked()).isNotEmpty();
            assertThat(Damages.fingerprint(damaged.store, "packs/")).isEqualTo(packs);
            for (var vm : List.of(Fixtures.VM, DamagedRepository.OTHER_VM)) {
                var point = damaged.incremental(vm);
                damaged.disk(vm)
                        .assertEqualTo(damaged.reopened().reader(point.disks().getFirst()), random);
            }
            // What the old points lost stays lost and is told so, whether content is read or not.
            for (var depth : List.of(Depth.STRUCTURE, Depth.EVERY_BYTE)) {
                var after = damaged.reopened().verify(VerifyOptions.of(depth), VerifyProgress.NONE);
                assertThat(DamagedRepository.ranges(after.damagedPoints())).containsExactlyInAnyOrderEntriesOf(lost);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Damages.class)
    void afterARepairAFullRunOfTheSameContentRefersToNothingDamaged(Damages kind) {
        Randomly.tries(2, random -> {
            var damaged = damaged(kind, random);

            damaged.reopened().repair(RepairOptions.of(EVERY_BYTE), VerifyProgress.NONE);

            for (var vm : List.of(Fixtures.VM, DamagedRepository.OTHER_VM)) {
                var point = damaged.full(vm);
                damaged.disk(vm)
                        .assertEqualTo(damaged.reopened().reader(point.disks().getFirst()), random);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Damages.class)
    void repairingTwiceChangesNothingMore(Damages kind) {
        Randomly.tries(2, random -> {
            var damaged = damaged(kind, random);
            damaged.reopened().repair(RepairOptions.of(EVERY_BYTE), VerifyProgress.NONE);
            var marks = Damages.fingerprint(damaged.store, "damaged/");

            var second = damaged.reopened().repair(RepairOptions.of(EVERY_BYTE), VerifyProgress.NONE);

            assertThat(second.changed()).isFalse();
            assertThat(Damages.fingerprint(damaged.store, "damaged/")).isEqualTo(marks);
        });
    }

    private static DamagedRepository damaged(Damages kind, Random random) {
        var damaged = new DamagedRepository(mode(kind, random), random);
        kind.apply(damaged.store, damaged.newest(Fixtures.VM), random);
        return damaged;
    }

    /// Where a page lies shows only without encryption.
    private static Mode mode(Damages kind, Random random) {
        return kind == Damages.PAGE_FLIPPED || random.nextBoolean() ? Mode.UNENCRYPTED : Mode.ENCRYPTED;
    }

    private static void assertTouchesMatch(VerifyReport report) {
        var touched = report.findings().stream()
                .flatMap(finding -> finding.manifestKeys().stream())
                .distinct()
                .toList();
        assertThat(touched)
                .containsExactlyInAnyOrderElementsOf(
                        DamagedRepository.ranges(report.damagedPoints()).keySet());
    }
}
