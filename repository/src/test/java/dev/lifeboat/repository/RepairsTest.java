package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.verify.Finding;
import dev.lifeboat.repository.verify.Finding.Kind;
import dev.lifeboat.repository.verify.RepairOptions;
import dev.lifeboat.repository.verify.RepairOptions.Effect;
import dev.lifeboat.repository.verify.RepairOptions.UnreadableManifests;
import dev.lifeboat.repository.verify.RepairReport;
import dev.lifeboat.repository.verify.VerifyFigures;
import dev.lifeboat.repository.verify.VerifyOptions;
import dev.lifeboat.repository.verify.VerifyOptions.Depth;
import dev.lifeboat.repository.verify.VerifyProgress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a repair writes, takes back, and leaves alone.
class RepairsTest {

    private static final RepairOptions REPAIR = RepairOptions.of(VerifyOptions.of(Depth.EVERY_BYTE));

    private final Random random = new Random(11);
    private final DamagedRepository damaged = new DamagedRepository(random);

    @Test
    void aHealthyRepositoryStaysAsItIs() {
        var before = Damages.fingerprint(damaged.store, "");

        var report = repair(RepairOptions.of(VerifyOptions.of(Depth.STRUCTURE)));

        assertThat(report.changed()).isFalse();
        assertThat(Damages.fingerprint(damaged.store, "")).isEqualTo(before);
    }

    @Test
    void aDryRunSaysTheSameAndWritesNothing() {
        Damages.CONTENT_FLIPPED.apply(damaged.store, damaged.newest(Fixtures.VM), random);
        Damages.flip(damaged.store, Damages.keys(damaged.store, "dedup/").getFirst(), 50);
        Damages.flip(damaged.store, Damages.keys(damaged.store, "points/").getFirst(), 50);
        var dry = new RepairOptions(REPAIR.verify(), Effect.DRY_RUN, UnreadableManifests.SET_ASIDE);
        var wet = new RepairOptions(REPAIR.verify(), Effect.APPLY, UnreadableManifests.SET_ASIDE);

        var would = repair(dry);
        assertThat(Damages.keys(damaged.store, "damaged/")).isEmpty();
        var did = repair(wet);

        assertThat(would.marked()).isEqualTo(did.marked()).hasSize(1);
        assertThat(would.droppedSegments()).isEqualTo(did.droppedSegments()).hasSize(1);
        assertThat(would.setAside()).isEqualTo(did.setAside()).hasSize(1);
    }

    @Test
    void aPackThatComesBackIsTrustedAgain() {
        var key = Damages.keys(damaged.store, "packs/").getFirst();
        var content = damaged.store.get(key).orElseThrow();
        damaged.store.delete(key);
        assertThat(repair(REPAIR).marked()).containsExactly(key.value());

        damaged.store.put(key, ByteBuffer.wrap(content));
        var report = repair(REPAIR);

        assertThat(report.healed()).containsExactly(key.value());
        assertThat(Damages.keys(damaged.store, "damaged/")).isEmpty();
        assertThat(damaged.reopened()
                        .verify(REPAIR.verify(), VerifyProgress.NONE)
                        .clean())
                .isTrue();
        assertThat(damaged.unreadableRanges()).isEmpty();
    }

    @Test
    void onlyTheChunksThatAreStillBadStayMarked() {
        var key = Damages.keys(damaged.store, "packs/").getFirst();
        var content = damaged.store.get(key).orElseThrow();
        damaged.store.delete(key);
        repair(REPAIR);
        content[0] ^= 1;
        damaged.store.put(key, ByteBuffer.wrap(content));

        var report = repair(REPAIR);

        assertThat(report.marked()).containsExactly(key.value());
        var left = damaged.unreadableRanges();
        assertThat(DamagedRepository.ranges(damaged.reopened()
                        .verify(VerifyOptions.of(Depth.STRUCTURE), VerifyProgress.NONE)
                        .damagedPoints()))
                .containsExactlyInAnyOrderEntriesOf(left);
    }

    @Test
    void aMarkGoesWithThePackOnceNoPointNeedsIt() {
        var key = Damages.keys(damaged.store, "packs/").getFirst();
        damaged.store.delete(key);
        repair(REPAIR);
        for (var manifest : Damages.keys(damaged.store, "points/")) {
            damaged.store.delete(manifest);
        }

        var report = repair(REPAIR);

        assertThat(report.healed()).containsExactly(key.value());
        assertThat(report.verified().clean()).isTrue();
        assertThat(Damages.keys(damaged.store, "damaged/")).isEmpty();
    }

    @Test
    void aRecordThatCannotBeReadCountsForItsWholePackUntilItIsWrittenAnew() {
        var key = Damages.keys(damaged.store, "packs/").getFirst();
        Damages.flip(damaged.store, key, 0);
        repair(REPAIR);
        var record = Damages.keys(damaged.store, "damaged/packs/").getFirst();
        Damages.flip(damaged.store, record, 30);

        var point = damaged.incremental(Fixtures.VM);
        damaged.disk(Fixtures.VM)
                .assertEqualTo(damaged.reopened().reader(point.disks().getFirst()), random);
        assertThat(damaged.reopened()
                        .verify(VerifyOptions.of(Depth.STRUCTURE), VerifyProgress.NONE)
                        .findings())
                .filteredOn(finding -> finding.kind() == Kind.RECORD)
                .extracting(Finding::objectKey)
                .containsExactly(record.value());

        assertThat(repair(REPAIR).marked()).containsExactly(key.value());
        assertThat(repair(REPAIR).changed()).isFalse();
    }

    @Test
    void aDamagedSegmentIsBuiltAnewAndFindsTheSameChunks() {
        for (var segment : Damages.keys(damaged.store, "dedup/")) {
            Damages.flip(damaged.store, segment, 60);
        }
        int before = Damages.keys(damaged.store, "dedup/").size();

        var report = repair(REPAIR);

        assertThat(report.droppedSegments()).hasSize(before);
        assertThat(report.rebuiltSegments()).isNotEmpty();
        assertThat(Damages.keys(damaged.store, "dedup/").stream().map(ObjectKey::value))
                .containsExactlyElementsOf(report.rebuiltSegments());
        assertThat(damaged.full(Fixtures.VM).figures().newBytes())
                .isLessThan(damaged.disk(Fixtures.VM).sizeBytes() / 4);
        assertThat(repair(REPAIR).changed()).isFalse();
    }

    @Test
    void aDamagedManifestStaysUnlessItIsToBeSetAside() {
        var manifest = Damages.keys(damaged.store, "points/").getFirst();
        Damages.flip(damaged.store, manifest, 4);
        var content = damaged.store.get(manifest).orElseThrow();

        repair(REPAIR);
        assertThat(damaged.store.get(manifest)).isPresent();
        assertThatThrownBy(() -> damaged.reopened().points()).hasMessageContaining(manifest.value());
        assertThat(damaged.reopened().scanPoints().points()).hasSize(3);

        var report = repair(new RepairOptions(REPAIR.verify(), Effect.APPLY, UnreadableManifests.SET_ASIDE));
        assertThat(report.setAside()).containsExactly("damaged/" + manifest.value());
        assertThat(damaged.store.get(new ObjectKey("damaged/" + manifest.value())))
                .hasValue(content);
        assertThat(damaged.reopened().points()).hasSize(3);
    }

    @Test
    void aCancelledRepairChangesNothing() {
        Damages.CONTENT_FLIPPED.apply(damaged.store, damaged.newest(Fixtures.VM), random);
        var before = Damages.fingerprint(damaged.store, "");

        var report = damaged.reopened().repair(REPAIR, new VerifyProgress() {
            @Override
            public void update(VerifyFigures now) {
                // Nobody looks.
            }

            @Override
            public boolean cancelled() {
                return true;
            }
        });

        assertThat(report.changed()).isFalse();
        assertThat(Damages.fingerprint(damaged.store, "")).isEqualTo(before);
    }

    @Test
    void whoDoesNotReadAgainWhatIsMarkedCannotFinish() {
        damaged.store.delete(
                Fixtures.firstPage(damaged.newest(Fixtures.VM)).pack().key());
        repair(REPAIR);
        var base = damaged.newest(Fixtures.VM).disks().getFirst();

        try (var session = damaged.reopened().startBackup(Fixtures.header("late"))) {
            var writer = session.disk(Fixtures.disk(base.sizeBytes()), Optional.of(base));
            assertThat(writer.rangesToReadAgain()).isNotEmpty();
            assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> session.commit(List.of(base)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("marked as damaged");
        }
        assertThat(damaged.reopened().points(Fixtures.VM)).hasSize(2);
    }

    private RepairReport repair(RepairOptions options) {
        return damaged.reopened().repair(options, VerifyProgress.NONE);
    }
}
