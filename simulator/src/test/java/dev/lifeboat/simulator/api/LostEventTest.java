package dev.lifeboat.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.PoolSimulator;
import dev.lifeboat.simulator.TestClient;
import dev.lifeboat.simulator.TestClient.CallFailed;
import dev.lifeboat.simulator.control.Control;
import dev.lifeboat.simulator.inventory.Inventory;
import dev.lifeboat.simulator.inventory.VmSpec;
import dev.lifeboat.simulator.junit.PoolSimulatorExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LostEventTest {
    @RegisterExtension
    static final PoolSimulatorExtension SIMULATOR = PoolSimulatorExtension.with(
            PoolOptions.quick().inventory(Inventory.of(VmSpec.named("vm").disk(1 << 20))));

    private final TestClient client = TestClient.of(SIMULATOR.pool());

    private CallFailed failure(String method, Object... parameters) {
        return catchThrowableOfType(CallFailed.class, () -> client.call(method, parameters));
    }

    @Test
    void whoFollowsIsToldThatEventsAreLostAndStartsAnew(Control control) {
        var token =
                client.call("event.from", List.of("vm"), "", 0.1).path("token").asText();
        control.loseEvents();
        assertThat(failure("event.from", List.of("vm"), token, 0.1).code()).isEqualTo("EVENTS_LOST");
        assertThat(client.call("event.from", List.of("vm"), "", 0.1).path("events"))
                .isNotEmpty();
    }

    @Test
    void aDeletionThatNobodyToldShowsInTheCounts(PoolSimulator pool) {
        var task = client.text("task.create", "short", "");
        var first = client.call("event.from", List.of("task"), "", 0.1);
        client.call("task.set_status", task, "success");
        client.call("task.destroy", task);
        pool.control().dropDeletions();
        var next =
                client.call("event.from", List.of("task"), first.path("token").asText(), 0.1);
        assertThat(next.path("events")).isEmpty();
        assertThat(next.path("valid_ref_counts").path("task").asInt())
                .isEqualTo(first.path("valid_ref_counts").path("task").asInt() - 1);
    }

    @Test
    void theOldWayNeedsARegistration() {
        assertThat(failure("event.next").code()).isEqualTo("SESSION_NOT_REGISTERED");
        client.call("event.register", List.of("task"));
        var task = client.text("task.create", "seen", "");
        var events = client.call("event.next");
        assertThat(events.path(0).path("operation").asText()).isEqualTo("add");
        assertThat(events.path(0).path("ref").asText()).isEqualTo(task);
        assertThat(failure("event.register", List.of("no class")).code()).isEqualTo("EVENT_SUBSCRIPTION_PARSE_FAILURE");
        client.call("event.unregister", List.of("task"));
        assertThat(failure("event.next").parameters()).containsExactly(client.session());
    }

    @Test
    void theExtensionEndsFaultsAfterEachTest(Control control) {
        var vm = client.texts("VM.get_by_name_label", "vm").getFirst();
        control.storageFull(true);
        assertThat(failure("VM.snapshot", vm, "s").code()).isEqualTo("SR_BACKEND_FAILURE_44");
        control.hosts().emergency("xcp-host-1", "HOST_BROKEN", List.of());
        assertThat(failure("VM.get_all").code()).isEqualTo("HOST_BROKEN");

        SIMULATOR.afterEach(null);

        var again = TestClient.of(SIMULATOR.pool());
        assertThat(again.text("VM.snapshot", vm, "s")).startsWith("OpaqueRef:");
    }
}
