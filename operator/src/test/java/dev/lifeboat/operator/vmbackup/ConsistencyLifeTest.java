package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.Consistency;
import org.junit.jupiter.api.Test;

/// In which state a snapshot shows the disks, and what a backup says of it.
class ConsistencyLifeTest {
    private final Life life = new Life();

    @Test
    void aRunningVmIsBackedUpAsAfterAPowerCut() {
        var backup = life.backup(Specs.spec());
        life.run(backup);
        assertThat(Life.reason(backup, "SnapshotReady")).isEqualTo("Created");
        assertThat(Life.condition(backup, "Consistent").getStatus()).isEqualTo("False");
        assertThat(life.order().point().labels()).containsEntry("consistency", "CrashConsistent");

        life.finish(backup);

        assertThat(backup.getStatus().effective().consistency()).isEqualTo("CrashConsistent");
        assertThat(Life.reason(backup, "Consistent")).isEqualTo("CrashConsistent");
        assertThat(Life.reason(backup, "SnapshotReady")).isEqualTo("Removed");
        assertThat(Life.reason(backup, Conditions.COMPLETE)).isEqualTo("Completed");
    }

    @Test
    void aGuestThatCanIsQuiesced() {
        life.pool.quiesces(true);
        var backup = life.backup(Specs.with(Specs.spec(), Consistency.Mode.QuiesceRequired));
        life.run(backup);

        assertThat(Life.reason(backup, "SnapshotReady")).isEqualTo("Quiesced");
        assertThat(Life.reason(backup, "Consistent")).isEqualTo("ApplicationConsistent");
        assertThat(Life.condition(backup, "Consistent").getStatus()).isEqualTo("True");
    }

    @Test
    void oneThatCannotIsBackedUpAllTheSameAndThatIsSaid() {
        var backup = life.backup(Specs.with(Specs.spec(), Consistency.Mode.QuiescePreferred));
        life.run(backup);
        assertThat(Life.reason(backup, "SnapshotReady")).isEqualTo("QuiesceFellBack");
        life.finish(backup);

        assertThat(backup.getStatus().warnings()).singleElement().asString().contains("could not be quiesced");
        assertThat(Life.reason(backup, "Consistent")).isEqualTo("CrashConsistent");
    }

    @Test
    void oneThatMustAndCannotIsNotBackedUp() {
        var backup = life.backup(Specs.with(Specs.spec(), Consistency.Mode.QuiesceRequired));
        life.run(backup);

        assertThat(Life.reason(backup, Conditions.FAILED)).isEqualTo("QuiesceUnavailable");
        assertThat(life.pool.snapshots()).isEmpty();
    }
}
