package dev.lifeboat.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.TestClient.CallFailed;
import dev.lifeboat.simulator.control.Pattern;
import dev.lifeboat.simulator.control.Range;
import dev.lifeboat.simulator.profile.Profile;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class VmSnapshotTest {
    @AutoClose
    private SmallPool small = SmallPool.start();

    private String code(Runnable call) {
        return catchThrowableOfType(CallFailed.class, call::run).code();
    }

    @Test
    void aSnapshotIsATemplateWithSnapshotsOfTheDisks() {
        var client = small.client();
        var vm = small.vm("vm");
        var snapshot = client.call("VM.get_record", small.snapshot(vm));
        assertThat(snapshot.path("is_a_snapshot").asBoolean()).isTrue();
        assertThat(snapshot.path("is_a_template").asBoolean()).isTrue();
        assertThat(snapshot.path("power_state").asText()).isEqualTo("Halted");
        assertThat(snapshot.path("snapshot_of").asText()).isEqualTo(vm);
        assertThat(snapshot.path("tags").path(0).asText()).isEqualTo("backup:gold");
        assertThat(snapshot.path("snapshot_info")
                        .path("power-state-at-snapshot")
                        .asText())
                .isEqualTo("Running");
        assertThat(snapshot.path("VBDs")).hasSize(2);

        var disk = small.disk(vm, "0");
        var copy = client.texts("VDI.get_snapshots", disk).getFirst();
        var record = client.call("VDI.get_record", copy);
        assertThat(record.path("snapshot_of").asText()).isEqualTo(disk);
        assertThat(record.path("managed").asBoolean()).isTrue();
        assertThat(record.path("sm_config").path("vhd-parent").asText())
                .isEqualTo(client.call("VDI.get_sm_config", disk)
                        .path("vhd-parent")
                        .asText());
    }

    @Test
    void leavesOutTheDisksItIsTold() {
        var vm = small.vm("vm");
        var snapshot = small.client().text("VM.snapshot", vm, "s", List.of(small.disk(vm, "1")));
        assertThat(small.client().texts("VM.get_VBDs", snapshot)).hasSize(1);
    }

    @Test
    void anOlderReleaseKnowsNoDisksToLeaveOut() {
        small.close();
        small = SmallPool.start(PoolOptions.quick().profile(Profile.XCP_NG_8_2));
        var vm = small.vm("vm");
        assertThat(code(() -> small.client().call("VM.snapshot", vm, "s", List.of())))
                .isEqualTo("MESSAGE_PARAMETER_COUNT_MISMATCH");
        assertThat(small.client().text("VM.snapshot", vm, "s")).startsWith("OpaqueRef:");
    }

    @Test
    void destroyingASnapshotLeavesItsDisksAndCollectionCleansUpAfterThem() throws Exception {
        var client = small.client();
        var vm = small.vm("vm");
        var snapshot = small.snapshot(vm);
        var disks = List.of(small.disk(snapshot, "0"), small.disk(snapshot, "1"));
        client.call("VM.destroy", snapshot);
        assertThat(small.pool().control().state().snapshotVdis()).isEqualTo(2);
        disks.forEach(disk -> client.call("VDI.destroy", disk));
        small.pool().control().collectGarbage();
        assertThat(small.pool().control().state().snapshotVdis()).isZero();
        assertThat(small.pool().control().state().hiddenVdis()).isZero();
        assertThat(client.call("VDI.get_sm_config", small.disk(vm, "0")).has("vhd-parent"))
                .isFalse();
    }

    @Test
    void goingBackGivesTheVmNewDisksWithTheOldBytes() {
        var client = small.client();
        var still = small.vm("still");
        var control = small.pool().control();
        var all = new Range(0, SmallPool.DISK_BYTES);
        var before = control.read("still", "0", all);
        var disk = small.disk(still, "0");
        client.call("VDI.enable_cbt", disk);
        var snapshot = small.snapshot(still);
        control.write("still", "0", new Range(0, 1 << 20), Pattern.RANDOM, 5);
        client.call("VM.revert", snapshot);
        assertThat(control.read("still", "0", all)).isEqualTo(before);
        assertThat(small.disk(still, "0")).isNotEqualTo(disk);
        assertThat(client.call("VDI.get_cbt_enabled", small.disk(still, "0")).asBoolean())
                .isFalse();
    }

    @Test
    void refusesWhatIsBlockedTemplatesAndSnapshots() {
        var client = small.client();
        var vm = small.vm("vm");
        var snapshot = small.snapshot(vm);
        assertThat(code(() -> small.snapshot(snapshot))).isEqualTo("VM_IS_SNAPSHOT");
        var template = small.vm("Debian Bookworm 12");
        assertThat(code(() -> small.snapshot(template))).isEqualTo("VM_IS_TEMPLATE");
        client.call("VM.add_to_blocked_operations", vm, "snapshot", "not now");
        assertThat(code(() -> small.snapshot(vm))).isEqualTo("OPERATION_BLOCKED");
        assertThat(client.texts("VM.get_allowed_operations", vm)).doesNotContain("snapshot");
        assertThat(code(() -> client.call("VM.add_to_blocked_operations", vm, "snapshot", "again")))
                .isEqualTo("MAP_DUPLICATE_KEY");
        assertThat(code(() -> client.call("VM.destroy", vm))).isEqualTo("VM_BAD_POWER_STATE");
    }

    @Test
    void aFullRepositoryLeavesNothingHalfDone() {
        small.pool().control().storageFull(true);
        assertThat(code(() -> small.snapshot(small.vm("vm")))).isEqualTo("SR_BACKEND_FAILURE_44");
        assertThat(small.pool().control().state().snapshotVdis()).isZero();
        assertThat(small.pool().control().state().snapshotVms()).isZero();
    }
}
