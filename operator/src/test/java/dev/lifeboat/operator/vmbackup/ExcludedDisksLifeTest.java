package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.Conditions;
import dev.lifeboat.xen.VdiState.ImageFormat;
import dev.lifeboat.xen.VmDisk;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Disks that are left out of snapshot and point.
class ExcludedDisksLifeTest {
    private static final UUID SECOND = UUID.fromString("23222222-0000-0000-0000-000000000000");
    private static final VmDisk SCRATCH = new VmDisk(
            "1",
            SECOND,
            "scratch [NOBAK]",
            Sample.SR,
            1L << 30,
            true,
            false,
            false,
            Set.of("tmp"),
            Optional.empty(),
            ImageFormat.UNSAID);

    private final Life life = new Life();

    @BeforeEach
    void aVmOfTwoDisks() {
        life.pool.put(Sample.vm(List.of(Sample.disk(true), SCRATCH), Set.of()));
    }

    @Test
    void aDiskWithTheMarkerInItsNameStaysOutOfSnapshotAndPointAndIsListed() {
        var backup = life.backup(Specs.spec());
        life.run(backup);

        assertThat(life.pool.snapshots().getFirst().disks())
                .singleElement()
                .satisfies(disk -> assertThat(disk.vdiUuid()).isEqualTo(Sample.DISK));
        assertThat(life.order().disks()).hasSize(1);
        assertThat(life.order().point().excludedDisks()).singleElement().satisfies(disk -> {
            assertThat(disk.device()).isEqualTo("1");
            assertThat(disk.reason()).isEqualTo("its name holds [NOBAK]");
        });
        assertThat(backup.getStatus().excludedDisks()).singleElement().satisfies(disk -> {
            assertThat(disk.vdiUUID()).isEqualTo(SECOND.toString());
            assertThat(disk.reason()).isEqualTo("NameMarker");
        });
    }

    @Test
    void whatIsLeftOutIsKnownThoughTheStatusOfTheSnapshotWasLost() {
        var backup = life.backup(Specs.spec());
        life.run(backup);
        var withSnapshot = backup.getStatus();
        life.stopAgent(backup);
        backup.setStatus(Requests.status(true, false));

        life.run(backup);

        assertThat(life.pool.log()).containsOnlyOnce("takeSnapshot");
        assertThat(backup.getStatus().excludedDisks()).isEqualTo(withSnapshot.excludedDisks());
    }

    @Test
    void aBackupOfNoDiskAtAllIsRefused() {
        var backup = life.backup(Specs.with(Specs.spec(), Specs.without(Specs.device("0"))));
        life.run(backup);

        assertThat(Life.reason(backup, Conditions.FAILED)).isEqualTo("AllDisksExcluded");
        assertThat(life.pool.log()).isEmpty();
    }
}
