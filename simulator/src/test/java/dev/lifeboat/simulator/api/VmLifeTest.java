package dev.lifeboat.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.TestClient;
import dev.lifeboat.simulator.TestClient.CallFailed;
import dev.lifeboat.simulator.fault.CallFault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What a backup meets while VMs live on.
class VmLifeTest {
    @AutoClose
    private final SmallPool small = SmallPool.start();

    private final TestClient client = small.client();
    private final String vm = small.vm("vm");

    private CallFailed failure(String method, Object... parameters) {
        return catchThrowableOfType(CallFailed.class, () -> client.call(method, parameters));
    }

    @Test
    void aSuspendedVmKeepsItsMemoryOnADiskAndItsDisksAttached() {
        client.call("VM.suspend", vm);
        var memory = client.text("VM.get_suspend_VDI", vm);
        assertThat(client.text("VDI.get_type", memory)).isEqualTo("suspend");
        assertThat(client.text("VM.get_power_state", vm)).isEqualTo("Suspended");
        assertThat(failure("VDI.destroy", small.disk(vm, "0")).code()).isEqualTo("VDI_IN_USE");
        var error = failure("VM.start", vm);
        assertThat(error.code()).isEqualTo("VM_BAD_POWER_STATE");
        assertThat(error.parameters()).containsExactly(vm, "halted", "suspended");
        client.call("VM.resume", vm, false, false);
        assertThat(client.text("VM.get_power_state", vm)).isEqualTo("Running");
        assertThat(failure("VDI.get_record", memory).code()).isEqualTo("HANDLE_INVALID");
    }

    @Test
    void aCheckpointHoldsMemoryAndGoingBackToItGivesASuspendedVm() {
        var checkpoint = client.text("VM.checkpoint", vm, "with memory");
        assertThat(client.text("VM.get_power_state", checkpoint)).isEqualTo("Suspended");
        assertThat(client.text("VM.get_suspend_VDI", checkpoint)).isNotEqualTo("OpaqueRef:NULL");
        assertThat(failure("VM.checkpoint", small.vm("still"), "none").code()).isEqualTo("VM_BAD_POWER_STATE");
        client.call("VM.revert", checkpoint);
        assertThat(client.text("VM.get_power_state", vm)).isEqualTo("Suspended");
        client.call("VM.resume", vm, false, false);
    }

    @Test
    void goingBackStopsTheVmAndRestoresItsSettings() {
        var snapshot = small.snapshot(vm);
        client.call("VM.set_order", vm, 7);
        client.call("VM.set_PV_args", vm, "changed");
        client.call("VM.revert", snapshot);
        assertThat(client.text("VM.get_power_state", vm)).isEqualTo("Halted");
        assertThat(client.text("VM.get_PV_args", vm)).isEmpty();
        assertThat(client.text("VM.get_name_label", vm)).isEqualTo("vm");
        client.call("VM.start", vm);
    }

    @Test
    void aVmMovesBetweenHostsAndWithItsDisksOnlyWithoutTracking() {
        var there = client.texts("host.get_all").stream()
                .filter(host -> !host.equals(client.text("VM.get_resident_on", vm)))
                .findFirst()
                .orElseThrow();
        client.call("VM.pool_migrate", vm, there, Map.of());
        assertThat(client.text("VM.get_resident_on", vm)).isEqualTo(there);

        client.call("VDI.enable_cbt", small.disk(vm, "1"));
        var network = client.texts("network.get_all").getFirst();
        var target = client.call("host.migrate_receive", there, network, Map.of());
        var destination = Map.of("host", target.path("host").asText());
        var error = failure("VM.migrate_send", vm, destination, true, Map.of(), Map.of(), Map.of());
        assertThat(error.code()).isEqualTo("VDI_CBT_ENABLED");
        assertThat(error.parameters()).containsExactly(small.disk(vm, "1"));
        client.call("VDI.disable_cbt", small.disk(vm, "1"));
        client.call("VM.migrate_send", vm, destination, true, Map.of(), Map.of(), Map.of());
    }

    @Test
    void aVmCannotGoWhileItIsSnapshottedNorBeSnapshottedWhileItMoves() {
        small.pool().control().faults().next("VM.snapshot", 1, new CallFault.Stuck());
        var still = small.vm("still");
        var task = client.text("Async.VM.snapshot", still, "slow");
        while (client.call("VM.get_current_operations", still).isEmpty()) {
            Thread.onSpinWait();
        }
        var error = failure("VM.destroy", still);
        assertThat(error.code()).isEqualTo("OTHER_OPERATION_IN_PROGRESS");
        assertThat(error.parameters()).containsExactly("VM", still, "snapshot", task);
        assertThat(client.texts("VM.get_allowed_operations", still))
                .contains("snapshot")
                .doesNotContain("destroy", "start");
        small.pool().control().clearFaults();
        assertThat(client.finished(task).path("status").asText()).isEqualTo("success");
        client.call("VM.destroy", still);
    }

    @Test
    void aStuckTaskStaysPendingWhateverItsOwnerDoes() {
        small.pool().control().faults().next("VDI.copy", 1, new CallFault.Stuck());
        var sr = client.texts("SR.get_by_name_label", "Shared storage").getFirst();
        var task = client.text("Async.VDI.copy", small.disk(small.vm("still"), "0"), sr);
        client.call("task.cancel", task);
        assertThat(client.text("task.get_status", task)).isEqualTo("pending");
        small.pool().control().clearFaults();
        assertThat(client.finished(task).path("status").asText()).isEqualTo("cancelled");
    }

    @Test
    void devicesOfTheHostStandInTheWay() {
        client.call("VUSB.create", vm, "OpaqueRef:NULL", Map.of());
        assertThat(failure("VM.snapshot", vm, "s").parameters()).containsExactly(vm);
        assertThat(failure("VM.snapshot", vm, "s").code()).isEqualTo("VM_HAS_VUSBS");
        var still = small.vm("still");
        client.call("VGPU.create", still, "OpaqueRef:NULL", "0", Map.of(), "OpaqueRef:NULL");
        assertThat(client.text("VM.snapshot", still, "s")).startsWith("OpaqueRef:");
        assertThat(failure("VM.migrate_send", still, destination(), true, Map.of(), Map.of(), Map.of())
                        .code())
                .isEqualTo("VM_HAS_VGPU");
    }

    private Map<String, String> destination() {
        return Map.of("host", client.texts("host.get_all").getFirst());
    }

    @Test
    void aHostHasOnlySoMuchMemory() {
        var still = small.vm("still");
        long huge = 1L << 40;
        client.call("VM.set_memory_limits", still, huge, huge, huge, huge);
        assertThat(failure("VM.start", still).code()).isEqualTo("NO_HOSTS_AVAILABLE");
        var error = failure("VM.start_on", still, client.texts("host.get_all").getFirst(), false, false);
        assertThat(error.code()).isEqualTo("HOST_NOT_ENOUGH_FREE_MEMORY");
        assertThat(error.parameters()).startsWith(Long.toString(huge)).hasSize(2);
    }

    @Test
    void aVtpmsContentsLeaveOnlyInArchives() {
        var still = small.vm("still");
        var vtpm = client.text("VTPM.create", still, false);
        assertThat(client.texts("VM.get_VTPMs", still)).isEqualTo(List.of(vtpm));
        assertThat(failure("VTPM.get_contents", vtpm).code()).isEqualTo("USER_IS_NOT_LOCAL_SUPERUSER");
        client.call("VTPM.destroy", vtpm);
    }
}
