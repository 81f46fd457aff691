package dev.lifeboat.e2e.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeboat.simulator.fault.CallFault;
import dev.lifeboat.xen.SnapshotConsistency;
import dev.lifeboat.xen.SnapshotRequest;
import dev.lifeboat.xen.VmSnapshot;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenPool;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotIT extends AgainstSimulator {

    @AfterEach
    void repair() {
        simulator().control().clearFaults();
    }

    /// Releases that cannot leave disks out end with the same snapshot.
    @Test
    void leavesDisksOutIsMarkedFoundAndRemoved() {
        try (var pool = connect()) {
            var vm = vmWithTwoDisks(pool);
            var excluded = vm.disks().get(1).vdiUuid();

            var taken = take(pool, vm.uuid(), Set.of(excluded), SnapshotConsistency.CRASH_CONSISTENT);

            assertThat(taken.vmUuid()).isEqualTo(vm.uuid());
            assertThat(taken.disks())
                    .hasSize(vm.disks().size() - 1)
                    .noneMatch(disk -> disk.vdiUuid().equals(excluded));
            assertThat(pool.findSnapshots("lifeboat:it", "snapshot")).containsExactly(taken);
            assertThat(pool.findSnapshotsNamed(vm.uuid(), "it")).containsExactly(taken);
            assertThat(pool.nbdExports(taken.disks().getFirst().snapshotVdiUuid())
                            .isEmpty())
                    .isEqualTo(!since(8));
            pool.destroySnapshot(taken.uuid());
            assertThat(pool.findSnapshots("lifeboat:it", "snapshot")).isEmpty();
            assertThat(pool.findMarkedVdis("lifeboat:it")).isEmpty();
        }
    }

    @Test
    void isQuiescedWhereTheReleaseCanAndSaysWhyElsewhere() {
        try (var pool = connect()) {
            var vm = vmWithTwoDisks(pool).uuid();

            var taken = take(pool, vm, Set.of(), SnapshotConsistency.QUIESCED_IF_POSSIBLE);

            assertThat(taken.quiesced()).isNotEqualTo(taken.notQuiescedBecause().isPresent());
            if (since(14)) {
                assertThat(taken.notQuiescedBecause()).get().asString().contains("MESSAGE_REMOVED");
                assertThatExceptionOfType(XapiException.Unsupported.class)
                        .isThrownBy(() -> take(pool, vm, Set.of(), SnapshotConsistency.QUIESCED));
            } else {
                assertThat(taken.quiesced()).isTrue();
            }
            pool.destroySnapshot(taken.uuid());
        }
    }

    @Test
    void thatFailsHalfWayLeavesNothing() {
        try (var pool = connect()) {
            var vm = vmWithTwoDisks(pool).uuid();
            simulator()
                    .control()
                    .faults()
                    .next(
                            "VM.add_to_other_config",
                            1,
                            new CallFault.Failure("RBAC_PERMISSION_DENIED", List.of("x", "y")));

            assertThatExceptionOfType(XapiException.Misconfigured.class)
                    .isThrownBy(() -> take(pool, vm, Set.of(), SnapshotConsistency.CRASH_CONSISTENT));

            assertThat(pool.findSnapshotsNamed(vm, "it")).isEmpty();
            assertThat(pool.findMarkedVdis("lifeboat:it")).isEmpty();
            assertThat(pool.findTasks(ORIGINATOR)).noneMatch(task -> task.running());
        }
    }

    @Test
    void thatAnotherOperationStandsInTheWayOfIsTakenOnceItHasEnded() {
        try (var pool = connect()) {
            var vm = vmWithTwoDisks(pool).uuid();
            var busy = new CallFault.Failure("OTHER_OPERATION_IN_PROGRESS", List.of("VM", "x", "clone", "y"));
            simulator().control().faults().next("VM.snapshot", 1, busy);

            var taken = take(pool, vm, Set.of(), SnapshotConsistency.CRASH_CONSISTENT);

            assertThat(simulator().control().faults().take("VM.snapshot"))
                    .as("the fault, if nobody met it")
                    .isEmpty();
            assertThat(pool.findSnapshotsNamed(vm, "it")).containsExactly(taken);
            pool.destroySnapshot(taken.uuid());
        }
    }

    private static VmSnapshot take(XenPool pool, UUID vm, Set<UUID> excluded, SnapshotConsistency consistency) {
        return pool.takeSnapshot(
                new SnapshotRequest(vm, "it", excluded, Map.of("lifeboat:it", "snapshot"), consistency));
    }
}
