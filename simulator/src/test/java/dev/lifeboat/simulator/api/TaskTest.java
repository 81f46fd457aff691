package dev.lifeboat.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.TestClient.CallFailed;
import dev.lifeboat.simulator.fault.CallFault;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TaskTest {
    @AutoClose
    private final SmallPool small = SmallPool.start();

    @Test
    void anAsynchronousCallEndsWithItsResultAsXml() {
        var client = small.client();
        var task = client.finished(client.text("Async.VM.snapshot", small.vm("vm"), "s", List.of()));
        assertThat(task.path("status").asText()).isEqualTo("success");
        assertThat(task.path("result").asText()).startsWith("<value>OpaqueRef:").endsWith("</value>");
        assertThat(task.path("name_label").asText()).isEqualTo("Async.VM.snapshot");
    }

    @Test
    void anAsynchronousFailureIsInTheTask() {
        var client = small.client();
        var task = client.finished(client.text("Async.VDI.destroy", "OpaqueRef:none"));
        assertThat(task.path("status").asText()).isEqualTo("failure");
        assertThat(task.path("error_info").path(0).asText()).isEqualTo("HANDLE_INVALID");
    }

    @Test
    void aFaultStrikesTheNextCallsOnly() {
        var client = small.client();
        small.pool()
                .control()
                .faults()
                .next("VM.snapshot", 1, new CallFault.Failure("SR_BACKEND_FAILURE_82", List.of("", "x", "")));
        var vm = small.vm("vm");
        assertThat(catchThrowableOfType(CallFailed.class, () -> small.snapshot(vm))
                        .code())
                .isEqualTo("SR_BACKEND_FAILURE_82");
        assertThat(small.snapshot(vm)).startsWith("OpaqueRef:");
        assertThat(client.texts("VM.get_snapshots", vm)).hasSize(1);
    }

    @Test
    void aDroppedCallMayHaveWorkedAllTheSame() {
        var vm = small.vm("vm");
        small.pool().control().faults().next("VM.snapshot", 1, new CallFault.DropAfter());
        assertThat(catchThrowableOfType(IllegalStateException.class, () -> small.snapshot(vm)))
                .hasRootCauseInstanceOf(IOException.class);
        assertThat(small.client().texts("VM.get_snapshots", vm)).hasSize(1);
    }

    @Test
    void aSlowOperationIsShownAndExcludesOthers() {
        var client = small.client();
        var vm = small.vm("vm");
        small.pool().control().faults().next("VM.clean_shutdown", 1, new CallFault.Stuck());
        var slow = CompletableFuture.supplyAsync(() -> client.call("VM.clean_shutdown", vm));
        var token = "";
        while (client.call("VM.get_current_operations", vm).isEmpty() && !slow.isDone()) {
            token = client.call("event.from", List.of("vm/" + vm), token, 1.0)
                    .path("token")
                    .asText();
        }
        assertThat(catchThrowableOfType(CallFailed.class, () -> small.snapshot(vm))
                        .code())
                .isEqualTo("OTHER_OPERATION_IN_PROGRESS");
        small.pool().control().clearFaults();
        slow.join();
        assertThat(client.text("VM.get_power_state", vm)).isEqualTo("Halted");
        assertThat(client.call("VM.get_current_operations", vm)).isEmpty();
    }

    @Test
    void aClientsOwnTaskStaysUntilItIsEndedAndDestroyed() {
        var client = small.client();
        var task = client.text("task.create", "label", "description");
        client.call("task.set_progress", task, 0.25);
        assertThat(client.call("task.get_progress", task).asDouble()).isEqualTo(0.25);
        client.call("task.destroy", task);
        assertThat(client.text("task.get_status", task)).isEqualTo("pending");
        client.call("task.set_status", task, "success");
        assertThat(catchThrowableOfType(CallFailed.class, () -> client.call("task.get_status", task))
                        .parameters())
                .containsExactly("task", task);
    }
}
