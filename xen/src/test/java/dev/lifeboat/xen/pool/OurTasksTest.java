package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.MalformedResponseException;
import dev.lifeboat.xen.PoolAccess;
import dev.lifeboat.xen.PoolTask;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.fake.FakeHost;
import dev.lifeboat.xen.fake.Xml;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OurTasksTest extends PoolTest {

    private XenPool connection;

    @BeforeEach
    void start() {
        connection = connect();
    }

    @AfterEach
    void stop() {
        connection.close();
    }

    @Test
    void leftoversAreFoundByWhoMadeThemAndRemoved() {
        var left = pool.uuid("task", task("lifeboat-agent", "pending", 0.25));
        task("somebody-else", "pending", 0.0);

        var found = connection.findTasks("lifeboat-agent");

        assertThat(found)
                .containsExactly(new PoolTask(
                        left,
                        "Export",
                        PoolTask.Status.PENDING,
                        0.25,
                        Instant.parse("2026-01-31T10:15:30Z"),
                        "lifeboat-agent"));
        assertThat(found.getFirst().running()).isTrue();
        connection.cancelTask(left);
        assertThat(connection.findTasks("lifeboat-agent")).isEmpty();
        assertThat(pool.callsOf("task.cancel")).hasSize(1);
        assertThat(pool.callsOf("task.set_status")).isEmpty();
        assertThat(connection.findTasks("somebody-else")).hasSize(1);
    }

    @Test
    void oneThatAHandlerWasToCompleteIsEndedByHand() {
        var left = pool.uuid("task", task("Lifeboat: Export of a disk", "lifeboat-agent", "pending", 0.0));

        connection.cancelTask(left);

        assertThat(pool.callsOf("task.set_status"))
                .singleElement()
                .satisfies(call -> assertThat(call.getLast()).isEqualTo("cancelled"));
        assertThat(connection.findTasks("lifeboat-agent")).isEmpty();
    }

    @Test
    void whatEndedIsNotRunning() {
        task("lifeboat-agent", "success", 1.0);

        assertThat(connection.findTasks("lifeboat-agent"))
                .singleElement()
                .satisfies(task -> assertThat(task.running()).isFalse());
    }

    @Test
    void aTaskThatIsGoneCountsAsCancelled() {
        connection.cancelTask(UUID.randomUUID());

        assertThat(pool.callsOf("task.cancel")).isEmpty();
    }

    @Test
    void aStatusThatXapiDoesNotHaveIsMalformed() {
        task("lifeboat-agent", "sleeping", 0.0);

        assertThatThrownBy(() -> connection.findTasks("lifeboat-agent"))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining("sleeping");
    }

    @Test
    void anAsynchronousCallThatTakesLongIsMarked() {
        var vdi = pool.uuid("VDI", pool.add("VDI", Map.of("name_label", "disk")));
        pool.on("VDI.enable_cbt", _ -> "");
        connection.enableCbt(vdi);
        assertThat(pool.callsOf("task.add_to_other_config")).isEmpty();
        pool.pollsUntilDone(8);

        connection.enableCbt(vdi);

        assertThat(pool.callsOf("task.add_to_other_config"))
                .singleElement()
                .satisfies(call -> assertThat(call.subList(1, 3)).containsExactly("lifeboat:originator", "test"));
    }

    @Test
    void aPoolThatCannotBeReachedForAMomentDoesNotEndTheWait() throws Exception {
        var vdi = pool.uuid("VDI", pool.add("VDI", Map.of("name_label", "disk")));
        pool.on("VDI.enable_cbt", _ -> "");
        pool.pollsUntilDone(3);
        int[] outages = {5};
        try (var proxy = new FakeHost(pool.certificate())) {
            proxy.on("POST /", (request, socket, out) -> {
                var call = Xml.call(request.readBody());
                if (call.method().equals("task.get_record") && outages[0]-- > 0) {
                    socket.close();
                } else {
                    FakeHost.answer(out, 200, "", pool.answer(call));
                }
            });
            try (var through = connect(new PoolAccess(
                    List.of(proxy.uri()),
                    pool.access().credentials(),
                    pool.access().trust()))) {
                through.enableCbt(vdi);
            }
        }
        assertThat(pool.callsOf("Async.VDI.enable_cbt")).hasSize(1);
        assertThat(time.pauses()).contains(Duration.ofSeconds(2));
        assertThat(pool.callsOf("task.cancel")).isEmpty();
    }

    private String task(String originator, String status, double progress) {
        return task("Export", originator, status, progress);
    }

    private String task(String name, String originator, String status, double progress) {
        return pool.add(
                "task",
                Map.of(
                        "name_label",
                        name,
                        "status",
                        status,
                        "progress",
                        progress,
                        "created",
                        "20260131T10:15:30Z",
                        "other_config",
                        Map.of("lifeboat:originator", originator)));
    }
}
