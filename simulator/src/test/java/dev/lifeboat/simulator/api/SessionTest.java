package dev.lifeboat.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.TestClient;
import dev.lifeboat.simulator.TestClient.CallFailed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SessionTest {
    @AutoClose
    private static final SmallPool small = SmallPool.start();

    private static CallFailed failure(Runnable call) {
        return catchThrowableOfType(CallFailed.class, call::run);
    }

    @Test
    void refusesAWrongPasswordWithTheUsersName() {
        var client = TestClient.anonymous(small.pool(), small.pool().endpoint());
        var error = failure(() -> client.raw("session.login_with_password", "root", "wrong"));
        assertThat(error.code()).isEqualTo("SESSION_AUTHENTICATION_FAILED");
        assertThat(error.parameters()).startsWith("root").hasSize(2);
    }

    @Test
    void aMemberSendsEverybodyToTheMaster() {
        var member = TestClient.anonymous(small.pool(), small.pool().endpoints().getLast());
        for (var call : List.of("session.login_with_password", "VM.get_all")) {
            var error = failure(() -> member.raw(call, "root", "wrong"));
            assertThat(error.code()).isEqualTo("HOST_IS_SLAVE");
            assertThat(error.parameters()).containsExactly("127.0.66.1");
        }
    }

    @Test
    void aSessionEndsByLogoutAndByEviction() {
        var leaving = TestClient.of(small.pool());
        leaving.call("session.logout");
        assertThat(failure(() -> leaving.call("VM.get_all")).code()).isEqualTo("SESSION_INVALID");

        var evicted = TestClient.of(small.pool());
        small.pool().control().evictSessions();
        assertThat(failure(() -> evicted.call("VM.get_all")).parameters()).containsExactly(evicted.session());
    }

    @Test
    void tellsUnknownMethodsAndWrongCountsApart() {
        var client = TestClient.of(small.pool());
        assertThat(failure(() -> client.call("VM.fly")).code()).isEqualTo("MESSAGE_METHOD_UNKNOWN");
        var count = failure(() -> client.call("VDI.destroy", "a", "b"));
        assertThat(count.code()).isEqualTo("MESSAGE_PARAMETER_COUNT_MISMATCH");
        assertThat(count.parameters()).containsExactly("VDI.destroy", "1", "2");
        assertThat(failure(() -> client.call("VM.snapshot_with_quiesce", "a", "b"))
                        .code())
                .isEqualTo("MESSAGE_REMOVED");
        assertThat(failure(() -> client.call("Async.VM.get_record", "a")).code())
                .isEqualTo("Fault");
    }

    @Test
    void answersXmlUnderEveryPostPathAndRefusesHugeBodies() {
        var client = TestClient.anonymous(small.pool(), small.pool().endpoint());
        var listing = "<methodCall><methodName>system.listMethods</methodName><params/></methodCall>";
        for (var path : List.of("/", "/RPC2", "/anything")) {
            var answer = client.post(path, listing);
            assertThat(answer.headers().firstValue("content-type")).contains("text/xml");
            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .contains("<value>VM.snapshot</value>")
                    .doesNotContain("Status");
        }
        assertThat(client.post("/", listing + " ".repeat(301 * 1024)).statusCode())
                .isEqualTo(500);
        assertThat(client.post("/", "no xml").statusCode()).isEqualTo(500);
    }
}
