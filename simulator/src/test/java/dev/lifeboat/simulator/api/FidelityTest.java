package dev.lifeboat.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.TestClient;
import dev.lifeboat.simulator.TestClient.CallFailed;
import dev.lifeboat.simulator.fault.CallFault;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Answers that clients of others rely on in their smallest details.
class FidelityTest {
    @AutoClose
    private static final SmallPool small = SmallPool.start();

    private static final TestClient client = small.client();

    private static CallFailed failure(String method, Object... parameters) {
        return catchThrowableOfType(CallFailed.class, () -> client.call(method, parameters));
    }

    @Test
    void aMemberOfAnotherTypeIsToldByItsName() {
        var sr = client.texts("SR.get_by_name_label", "Shared storage").getFirst();
        var error = failure("VDI.create", SmallPool.newDisk(sr, "many"));
        assertThat(error.code()).isEqualTo("FIELD_TYPE_ERROR");
        assertThat(error.parameters()).containsExactly("virtual_size");
        assertThat(failure("VDI.resize", small.disk(small.vm("still"), "0"), "many")
                        .code())
                .isEqualTo("XMLRPC_UNMARSHAL_FAILURE");
        assertThat(failure("VDI.create", Map.of("SR", sr)).parameters().getFirst())
                .contains("field not found");
    }

    @Test
    void theListOfMethodsHasThoseWithoutASessionToo() {
        var names = new ArrayList<String>();
        client.raw("system.listMethods").forEach(name -> names.add(name.asText()));
        assertThat(names)
                .contains(
                        "session.login_with_password", "system.listMethods", "Async.VM.snapshot", "VM.get_all_records")
                .doesNotContain(
                        "Async.session.login_with_password", "Async.VDI.get_nbd_info", "VM.snapshot_with_quiesce")
                .doesNotHaveDuplicates();
    }

    @Test
    void moreThanAHundredWaitingTasksAreTooMany() {
        small.pool().control().faults().next("VM.snapshot", 100, new CallFault.Stuck());
        var tasks = new ArrayList<String>();
        var vm = small.vm("vm");
        String refusal = null;
        while (refusal == null && tasks.size() <= 110) {
            try {
                tasks.add(client.text("Async.VM.snapshot", vm, "s"));
            } catch (CallFailed e) {
                refusal = e.code();
            }
        }
        assertThat(refusal).isEqualTo("TOO_MANY_PENDING_TASKS");
        tasks.forEach(task -> client.call("task.cancel", task));
        small.pool().control().clearFaults();
        tasks.forEach(task ->
                assertThat(client.finished(task).path("status").asText()).isNotEqualTo("pending"));
    }

    @Test
    void aDiskThatIsBeingCopiedCannotBeSnapshotted() {
        var disk = small.disk(small.vm("still"), "0");
        small.pool().control().faults().next("VDI.copy", 1, new CallFault.Delay(Duration.ofSeconds(10)));
        var sr = client.texts("SR.get_by_name_label", "Shared storage").getFirst();
        var task = client.text("Async.VDI.copy", disk, sr);
        while (client.call("VDI.get_current_operations", disk).isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(failure("VDI.snapshot", disk).code()).isEqualTo("OPERATION_NOT_ALLOWED");
        client.call("task.cancel", task);
        assertThat(client.finished(task).path("status").asText()).isEqualTo("cancelled");
        assertThat(small.pool().control().state().pendingTasks()).isZero();
    }

    @Test
    void aMemberNamesTheMastersCertificateToWhoAsks() throws Exception {
        var pool = small.pool();
        var answer = HttpClient.newBuilder()
                .sslContext(TestClient.tls(pool))
                .build()
                .send(
                        HttpRequest.newBuilder(pool.endpoints().getLast().resolve("/"))
                                .header("x-xenapi-request-host-certificate-thumbprint", "sha-256:master")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "<methodCall><methodName>VM.get_all</methodName><params/></methodCall>"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).contains("HOST_IS_SLAVE");
        assertThat(answer.headers().firstValue("x-xenapi-response-host-certificate-thumbprint"))
                .contains(pool.fingerprint());
    }

    @Test
    void theOldestSessionOfAnOriginatorMakesRoom() {
        var anonymous = TestClient.anonymous(small.pool(), small.pool().endpoint());
        var sessions = new ArrayList<String>();
        for (int i = 0; i <= 500; i++) {
            sessions.add(anonymous
                    .raw("session.login_with_password", "root", "password", "", "crowd")
                    .asText());
        }
        var gone = catchThrowableOfType(CallFailed.class, () -> anonymous.raw("VM.get_all", sessions.getFirst()));
        assertThat(gone.code()).isEqualTo("SESSION_INVALID");
        assertThat(anonymous.raw("VM.get_all", sessions.get(1))).isNotEmpty();
        assertThat(client.texts("VM.get_all")).isNotEmpty();
    }

    @Test
    void operationsTakeTheirTime() {
        var slow = PoolOptions.quick().timing(Timing.QUICK.operation(Duration.ofMillis(300)));
        try (var pool = SmallPool.start(slow)) {
            var vm = pool.vm("vm");
            long begin = System.nanoTime();
            var task = pool.client().text("Async.VM.snapshot", vm, "s");
            assertThat(pool.client().finished(task).path("status").asText()).isEqualTo("success");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
            assertThat(pool.client().call("VM.get_current_operations", vm)).isEmpty();
        }
    }

    @Test
    void operationsShowMeanwhileAndExcludeOthers() {
        var slow = PoolOptions.quick().timing(Timing.QUICK.operation(Duration.ofMinutes(1)));
        try (var pool = SmallPool.start(slow)) {
            var vm = pool.vm("vm");
            var task = pool.client().text("Async.VM.snapshot", vm, "s");
            while (pool.client().call("VM.get_current_operations", vm).isEmpty()) {
                Thread.onSpinWait();
            }
            var error =
                    catchThrowableOfType(CallFailed.class, () -> pool.client().call("VM.hard_shutdown", vm));
            assertThat(error.parameters()).isEqualTo(List.of("VM", vm, "snapshot", task));
            pool.client().call("task.cancel", task);
            assertThat(pool.client().finished(task).path("status").asText()).isEqualTo("cancelled");
            assertThat(pool.client().call("VM.get_current_operations", vm)).isEmpty();
        }
    }
}
