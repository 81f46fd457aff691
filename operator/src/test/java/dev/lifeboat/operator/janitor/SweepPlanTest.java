package dev.lifeboat.operator.janitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.operator.access.MarkerKeys;
import dev.lifeboat.operator.access.Originator;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.xen.MarkedObjects;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.PoolTask;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmSnapshot;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is left over, and what only looks like it.
class SweepPlanTest {
    private static final Owners NOBODY = new Owners(List.of(), List.of());

    @ParameterizedTest(name = "{0}, leaves {1}: {2}")
    @CsvSource({
        "Transferring, Data, ''",
        "Failed, None, snapshot",
        "Failed, Data, snapshot",
        "Complete, None, snapshot",
        "Complete, Data, ''",
        "Complete, MetadataOnly, data of snapshot",
    })
    void aSnapshotIsLeftOverOnceItsBackupNeedsItNoMore(String condition, String kept, String leftOver) {
        var left = of(List.of(Objects.snapshot()), List.of(), owners(Objects.backup(condition, kept)));

        assertThat(words(left)).isEqualTo(leftOver);
    }

    @ParameterizedTest(name = "{0}, leaves {1}, of type {2}: {3}")
    @CsvSource({
        "Transferring, Data, user, ''",
        "Failed, Data, user, snapshot disk",
        "Complete, None, cbt_metadata, snapshot disk",
        "Complete, Data, user, ''",
        "Complete, MetadataOnly, user, data of snapshot disk",
        "Complete, MetadataOnly, cbt_metadata, ''",
    })
    void aDiskWithoutItsSnapshotVmIsLeftOverOnceItsBackupNeedsItNoMore(
            String condition, String kept, String type, String leftOver) {
        var left =
                of(List.of(), List.of(Objects.disk(type, Objects.markers())), owners(Objects.backup(condition, kept)));

        assertThat(words(left)).isEqualTo(leftOver);
    }

    @Test
    void whatWasKeptForANextBackupIsLeftOverOnceNoneIsToBeExpected() {
        var backup = Objects.backup("Complete", "MetadataOnly");
        var metadata = Objects.disk("cbt_metadata", Objects.markers());

        var left = of(List.of(), List.of(metadata), new Owners(List.of(backup), List.of(), Set.of(Objects.UID)));

        assertThat(words(left)).isEqualTo("snapshot disk");
    }

    @Test
    void whatHasNoOwnerIsLeftOverAndItsDisksGoWithIt() {
        var left = of(List.of(Objects.snapshot()), List.of(Objects.disk("user", Objects.markers())), NOBODY);

        assertThat(left).singleElement().satisfies(leftover -> {
            assertThat(leftover).isInstanceOf(Leftover.Snapshot.class);
            assertThat(leftover.usedBytes()).isEqualTo(4096);
            assertThat(leftover.owner()).hasToString("VmBackup backups/web-1");
        });
    }

    @Test
    void aBackupThatIsBeingDeletedCleansUpItself() {
        var backup = Objects.backup("Failed", "Data");
        backup.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");

        assertThat(of(List.of(Objects.snapshot()), List.of(), owners(backup))).isEmpty();
    }

    @Test
    void anotherNamespaceOrClusterIsLeftAlone() {
        var foreign = Objects.with(Objects.markers(), MarkerKeys.NAMESPACE, "of-another-cluster");

        assertThat(of(
                        List.of(Objects.snapshot("Lifeboat " + Objects.NAME + " " + Objects.UID, foreign)),
                        List.of(),
                        NOBODY))
                .isEmpty();
        assertThat(of(List.of(), List.of(Objects.disk("cbt_metadata", foreign)), NOBODY))
                .isEmpty();
    }

    @Test
    void aSnapshotWithAnotherNameIsNotTheOneThatWeTook() {
        var renamed = Objects.snapshot("before the upgrade", Objects.markers());

        assertThat(of(List.of(renamed), List.of(Objects.disk("user", Objects.markers())), NOBODY))
                .isEmpty();
    }

    @Test
    void theBaseOfABackupThatALaterOneReplacedIsLeftOver() {
        var replaced = Objects.backup("Complete", "MetadataOnly");
        var later = Objects.backup(Objects.LATER_UID, "Complete", "MetadataOnly", "2026-01-02T00:00:00Z");
        var running = Objects.backup("5a000000-0000-0000-0000-000000000003", "Running", "Data", "");
        var disk = List.of(Objects.disk("cbt_metadata", Objects.markers()));

        assertThat(words(of(List.of(), disk, owners(replaced, later)))).isEqualTo("snapshot disk");
        assertThat(of(List.of(), disk, owners(later, replaced, running)))
                .as("it may be read from")
                .isEmpty();
    }

    @Test
    void aSnapshotThatLaterBackupsStillStartFromIsNeeded() {
        var full = Objects.backup("Complete", "Data");
        var incremental = Objects.backup(Objects.LATER_UID, "Complete", "None", "2026-01-02T00:00:00Z");
        var snapshots = List.of(Objects.snapshot());

        assertThat(of(snapshots, List.of(), owners(full, incremental))).hasSize(1);

        var fromTheSame = Objects.startedFrom(incremental, Objects.UID);
        assertThat(fromTheSame.getStatus().snapshot().base()).isEqualTo(Objects.UID);
        assertThat(of(snapshots, List.of(), owners(full, fromTheSame))).isEmpty();
    }

    @ParameterizedTest(name = "restore {0}, VM {1}: left over {2}")
    @CsvSource({
        "Failed, 'web [being restored, 5a000000-0000-0000-0000-000000000001]', true",
        "Complete, web, false",
        "Failed, web, false",
        "Transferring, 'web [being restored, 5a000000-0000-0000-0000-000000000001]', false",
        "Failed, 'web [being restored, 5a000000-0000-0000-0000-000000000002]', false",
        "gone, 'web [being restored, 5a000000-0000-0000-0000-000000000001]', true",
        "gone, web, false",
    })
    void onlyAnUnfinishedVmIsLeftOver(String restore, String name, boolean leftOver) {
        var found = found(List.of(), List.of(), List.of(Objects.vm(name, Objects.restoreMarkers())), List.of());

        assertThat(SweepPlan.leftovers(found, restored(restore), Resources.NAMESPACE_UID))
                .hasSize(leftOver ? 1 : 0);
    }

    @Test
    void aDiskThatARestoreDidNotAttachIsLeftOverWhenTheRestoreIsOver() {
        var found = new MarkedObjects(
                List.of(), List.of(), List.of(), List.of(Objects.disk("user", Objects.restoreMarkers())), List.of());

        assertThat(SweepPlan.leftovers(found, restored("Transferring"), Resources.NAMESPACE_UID))
                .isEmpty();
        assertThat(SweepPlan.leftovers(found, restored("gone"), Resources.NAMESPACE_UID))
                .singleElement()
                .isInstanceOf(Leftover.RestoredDisk.class);
    }

    @Test
    void tasksEndWithWhoeverWaitsForThem() {
        var us = Originator.ofOperator(Resources.NAMESPACE_UID).text();
        var earlier = "lifeboat-operator/" + Resources.NAMESPACE_UID + "/11111111-0000-0000-0000-000000000000";
        var agent = Originator.ofAgent(Resources.NAMESPACE_UID, Objects.UID).text();
        var elsewhere = Originator.ofAgent("of-another-cluster", Objects.UID).text();

        assertThat(tasks(us, NOBODY)).isEmpty();
        assertThat(tasks("lifeboat-operator/of-another-cluster/x", NOBODY)).isEmpty();
        assertThat(tasks(elsewhere, NOBODY)).isEmpty();
        assertThat(tasks(earlier, NOBODY)).hasSize(1);
        assertThat(tasks(agent, NOBODY)).hasSize(1);
        assertThat(tasks(agent, owners(Objects.backup("Failed", "None")))).hasSize(1);
        assertThat(tasks(agent, owners(Objects.backup("Transferring", "Data")))).isEmpty();
        assertThat(tasks(agent, restored("Transferring"))).isEmpty();
    }

    private static List<Leftover> tasks(String originator, Owners owners) {
        return SweepPlan.leftovers(
                found(List.of(), List.of(), List.of(), List.of(Objects.task(originator))),
                owners,
                Resources.NAMESPACE_UID);
    }

    private static List<Leftover> of(List<VmSnapshot> snapshots, List<MarkedVdi> disks, Owners owners) {
        return SweepPlan.leftovers(found(snapshots, disks, List.of(), List.of()), owners, Resources.NAMESPACE_UID);
    }

    private static MarkedObjects found(
            List<VmSnapshot> snapshots, List<MarkedVdi> disks, List<VirtualMachine> vms, List<PoolTask> tasks) {
        return new MarkedObjects(snapshots, disks, vms, List.of(), tasks);
    }

    private static Owners owners(VmBackup... backups) {
        return new Owners(List.of(backups), List.of());
    }

    private static Owners restored(String condition) {
        return new Owners(
                List.of(), condition.equals("gone") ? List.<VmRestore>of() : List.of(Objects.restore(condition)));
    }

    private static String words(List<Leftover> leftovers) {
        return leftovers.isEmpty() ? "" : leftovers.getFirst().what().replaceAll(" [0-9a-f-]{36}$", "");
    }
}
