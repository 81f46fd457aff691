package dev.lifeboat.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.TestClient;
import dev.lifeboat.simulator.TestClient.CallFailed;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleTest {
    @AutoClose
    private static SmallPool small;

    @BeforeAll
    static void start() {
        var options = PoolOptions.quick();
        for (var role : Role.values()) {
            options = options.user(role.text() + "-user", "secret", role);
        }
        small = SmallPool.start(options);
    }

    private static TestClient as(Role role) {
        return TestClient.of(small.pool(), role.text() + "-user", "secret");
    }

    @ParameterizedTest(name = "{0} needs {1}")
    @CsvSource({
        "VM.get_record, read-only",
        "event.from, read-only",
        "task.create, read-only",
        "host.get_server_certificate, read-only",
        "VM.start, vm-operator",
        "VDI.list_changed_blocks, vm-operator",
        "VDI.get_nbd_info, vm-admin",
        "VDI.enable_cbt, vm-admin",
        "VDI.data_destroy, vm-admin",
        "VDI.create, vm-admin",
        "VBD.destroy, vm-admin",
        "VM.create, vm-admin",
        "VM.destroy, vm-admin",
        "VM.snapshot, vm-power-admin",
        "VM.checkpoint, vm-power-admin",
        "SR.scan, vm-power-admin",
        "PBD.unplug, pool-operator",
        "network.add_purpose, pool-admin",
        "host.call_plugin, pool-admin"
    })
    void everyCallNeedsItsRole(String method, String needed) {
        assertThat(Permissions.needed(method).text()).isEqualTo(needed);
    }

    @Test
    void whoHasTheRoleMaySnapshotAndOthersLearnWhatTheyLack() {
        var vm = small.vm("vm");
        var error =
                catchThrowableOfType(CallFailed.class, () -> as(Role.VM_ADMIN).call("VM.snapshot", vm, "s"));
        assertThat(error.code()).isEqualTo("RBAC_PERMISSION_DENIED");
        assertThat(error.parameters()).startsWith("vm.snapshot").hasSize(2);
        assertThat(as(Role.VM_POWER_ADMIN).text("VM.snapshot", vm, "s")).startsWith("OpaqueRef:");
        assertThat(as(Role.READ_ONLY).text("VM.get_name_label", vm)).isEqualTo("vm");
        var asynchronous =
                catchThrowableOfType(CallFailed.class, () -> as(Role.READ_ONLY).call("Async.VM.snapshot", vm, "s"));
        assertThat(asynchronous.code()).isEqualTo("RBAC_PERMISSION_DENIED");
    }

    @Test
    void aUserWithoutARoleIsKnownButNotLetIn() {
        var error = catchThrowableOfType(CallFailed.class, () -> as(Role.NONE));
        assertThat(error.code()).isEqualTo("SESSION_AUTHORIZATION_FAILED");
        assertThat(error.parameters()).startsWith("none-user").hasSize(2);
    }

    @Test
    void aTaskBelongsToItsUser() {
        var mine = as(Role.VM_ADMIN).text("task.create", "mine", "");
        var error = catchThrowableOfType(
                CallFailed.class, () -> as(Role.VM_OPERATOR).call("task.cancel", mine));
        assertThat(error.code()).isEqualTo("RBAC_PERMISSION_DENIED");
        as(Role.VM_ADMIN).call("task.cancel", mine);
        as(Role.POOL_OPERATOR).call("task.set_status", mine, "success");
        as(Role.POOL_OPERATOR).call("task.destroy", mine);
    }

    @Test
    void whatALicenceLeavesOutIsRefused() {
        try (var restricted = SmallPool.start(PoolOptions.quick().restrict("restrict_cbt", "restrict_checkpoint"))) {
            var vm = restricted.vm("vm");
            var disk = restricted.disk(vm, "0");
            assertThat(restricted
                            .client()
                            .call("pool.get_all_records")
                            .iterator()
                            .next()
                            .path("restrictions")
                            .path("restrict_cbt")
                            .asText())
                    .isEqualTo("true");
            for (var call : Map.of("VDI.enable_cbt", disk).entrySet()) {
                var error = catchThrowableOfType(
                        CallFailed.class, () -> restricted.client().call(call.getKey(), call.getValue()));
                assertThat(error.code()).isEqualTo("LICENCE_RESTRICTION");
            }
            var checkpoint = catchThrowableOfType(
                    CallFailed.class, () -> restricted.client().call("VM.checkpoint", vm, "c"));
            assertThat(checkpoint.code()).isEqualTo("LICENCE_RESTRICTION");
            restricted.client().call("VDI.disable_cbt", disk);
        }
    }

    @Test
    void handlersOfDisksAreForVmAdministrators() {
        var disk = small.disk(small.vm("still"), "0");
        var operator = as(Role.VM_OPERATOR);
        var task = operator.text("task.create", "export", "");
        var refused =
                operator.get("/export_raw_vdi", Map.of("session_id", operator.session(), "vdi", disk, "task_id", task));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(operator.finished(task).path("error_info").path(0).asText()).isEqualTo("RBAC_PERMISSION_DENIED");
        var admin = as(Role.VM_ADMIN);
        assertThat(admin.get("/export_raw_vdi", Map.of("session_id", admin.session(), "vdi", disk))
                        .statusCode())
                .isEqualTo(200);
    }
}
