package dev.lifeboat.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.TestClient;
import dev.lifeboat.simulator.TestClient.CallFailed;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class EventTest {
    @AutoClose
    private static final SmallPool small = SmallPool.start();

    private static JsonNode from(TestClient client, String subscription, String token, double seconds) {
        return client.call("event.from", List.of(subscription), token, seconds);
    }

    @Test
    void theFirstBatchHoldsEverything() {
        var batch = from(small.client(), "*", "", 0.0);
        assertThat(batch.path("events")).allSatisfy(event -> {
            assertThat(event.path("operation").asText()).isEqualTo("add");
            assertThat(event.path("timestamp").asText()).isEqualTo("0.0");
        });
        assertThat(batch.path("valid_ref_counts").path("host").asInt()).isEqualTo(2);
        assertThat(batch.path("events").findValuesAsText("class")).contains("vm", "vdi", "sr", "sm");
    }

    @Test
    void waitsForAChangeAndTellsOnlyTheLatest() {
        var client = small.client();
        var vm = small.vm("vm");
        var token = from(client, "VM", "", 0.0).path("token").asText();
        var waiting = CompletableFuture.supplyAsync(() -> from(client, "vm/" + vm, token, 10.0));
        client.call("VM.set_name_description", vm, "a");
        var first = waiting.join();
        assertThat(first.path("events")).hasSize(1);

        client.call("VM.set_name_description", vm, "b");
        client.call("VM.set_name_description", vm, "c");
        var second = from(client, "vm", first.path("token").asText(), 10.0).path("events");
        assertThat(second).hasSize(1);
        assertThat(second.path(0).path("operation").asText()).isEqualTo("mod");
        assertThat(second.path(0).path("snapshot").path("name_description").asText())
                .isEqualTo("c");
    }

    @Test
    void aDeletionComesWithoutARecord() {
        var client = small.client();
        var task = client.text("task.create", "label", "");
        var token = from(client, "task", "", 0.0).path("token").asText();
        client.call("task.set_status", task, "success");
        client.call("task.destroy", task);
        var events = from(client, "task", token, 10.0).path("events");
        assertThat(events.path(0).path("operation").asText()).isEqualTo("del");
        assertThat(events.path(0).path("ref").asText()).isEqualTo(task);
        assertThat(events.path(0).has("snapshot")).isFalse();
    }

    @Test
    void nothingToTellIsAnEmptyBatchAfterTheTimeout() {
        var client = small.client();
        var token = from(client, "vm_appliance", "", 0.0).path("token").asText();
        assertThat(from(client, "vm_appliance", token, 0.05).path("events")).isEmpty();
    }

    @Test
    void aWaitEndsWithItsSession() {
        var client = TestClient.of(small.pool());
        var token = from(client, "vm_appliance", "", 0.0).path("token").asText();
        var waiting = CompletableFuture.supplyAsync(
                () -> catchThrowableOfType(CallFailed.class, () -> from(client, "vm_appliance", token, 20.0)));
        client.call("session.logout");
        assertThat(waiting.join().code()).isEqualTo("SESSION_INVALID");
    }

    @Test
    void refusesTokensAndSubscriptionsItCannotRead() {
        var token = catchThrowableOfType(CallFailed.class, () -> from(small.client(), "vm", "x", 0.0));
        assertThat(token.code()).isEqualTo("EVENT_FROM_TOKEN_PARSE_FAILURE");
        var subscription = catchThrowableOfType(CallFailed.class, () -> from(small.client(), "ship", "", 0.0));
        assertThat(subscription.code()).isEqualTo("EVENT_SUBSCRIPTION_PARSE_FAILURE");
    }

    @Test
    void anInjectedEventLeavesNoGap() {
        var client = small.client();
        var vm = small.vm("vm");
        var token = client.text("event.inject", "vm", vm);
        assertThat(from(client, "vm", token, 1.0).path("events").findValuesAsText("ref"))
                .contains(vm);
    }
}
