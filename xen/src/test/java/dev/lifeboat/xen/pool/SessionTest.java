package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.Credentials;
import dev.lifeboat.xen.CredentialsRejectedException;
import dev.lifeboat.xen.PoolAccess;
import dev.lifeboat.xen.PoolUnreachableException;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.fake.Failure;
import dev.lifeboat.xen.fake.FakeHost;
import dev.lifeboat.xen.fake.Xml;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionTest extends PoolTest {

    private UUID vdi;

    @BeforeEach
    void addVdi() {
        vdi = pool.uuid("VDI", pool.add("VDI", Map.of("name_label", "disk", "virtual_size", "42", "snapshot_of", "")));
    }

    @Test
    void aLostSessionIsReplacedAndTheCallRepeated() {
        try (var connection = connect()) {
            pool.dropSessions();

            assertThat(connection.vdi(vdi).virtualSizeBytes()).isEqualTo(42);
        }
        assertThat(pool.calls())
                .filteredOn(call -> call.method().equals("session.login_with_password"))
                .hasSize(2);
        assertThat(pool.sessions()).isEmpty();
    }

    @Test
    void manyThreadsThatLoseOneSessionLogInOnce() throws Exception {
        try (var connection = connect();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 5; round++) {
                pool.dropSessions();
                Callable<String> look = () -> connection.vdi(vdi).name();
                for (var answer : threads.invokeAll(
                        IntStream.range(0, 20).mapToObj(_ -> look).toList())) {
                    assertThat(answer.get()).isEqualTo("disk");
                }
            }
        }
        assertThat(pool.calls())
                .filteredOn(call -> call.method().equals("session.login_with_password"))
                .hasSize(6);
    }

    @Test
    void aSessionThatIsLostAgainAndAgainEndsTheCall() {
        try (var connection = connect()) {
            pool.on("VDI.get_by_uuid", _ -> {
                throw new Failure("SESSION_INVALID", "x");
            });

            assertThatThrownBy(() -> connection.vdi(vdi))
                    .isInstanceOf(XapiException.class)
                    .hasMessageContaining("SESSION_INVALID");
        }
    }

    @Test
    void aWrongPasswordIsToldAndNotTriedElsewhere() {
        var access = new PoolAccess(
                List.of(pool.host().uri(), pool.host().uri()),
                new Credentials("root", "s3cret"),
                pool.access().trust());

        assertThatThrownBy(() -> connect(access))
                .isInstanceOf(CredentialsRejectedException.class)
                .hasMessageContaining("'root'")
                .hasMessageNotContaining("s3cret");
        assertThat(pool.calls()).hasSize(1);
    }

    @Test
    void aPasswordThatIsNoLongerGoodIsTriedAgainOnlyAfterAWhile() {
        try (var connection = connect()) {
            pool.failFirst(1, "session.login_with_password", new Failure("SESSION_AUTHENTICATION_FAILED"));
            pool.dropSessions();

            for (int attempt = 0; attempt < 5; attempt++) {
                assertThatThrownBy(() -> connection.vdi(vdi)).isInstanceOf(CredentialsRejectedException.class);
            }
            assertThat(pool.calls())
                    .filteredOn(call -> call.method().equals("session.login_with_password"))
                    .hasSize(2);
            time.pass(Duration.ofSeconds(31));
            assertThat(connection.vdi(vdi).name()).isEqualTo("disk");
        }
    }

    @Test
    void aHostThatIsStillBootingIsWaitedFor() {
        pool.failFirst(3, "session.login_with_password", new Failure("HOST_STILL_BOOTING"));

        connect().close();

        assertThat(time.pauses()).extracting(Duration::toSeconds).containsExactly(2L, 4L, 8L);
    }

    @Test
    void aHostThatBootsForEverIsGivenUp() {
        pool.failFirst(1000, "session.login_with_password", new Failure("HOST_STILL_BOOTING"));

        assertThatThrownBy(this::connect).isInstanceOf(XapiException.class).hasMessageContaining("HOST_STILL_BOOTING");
        assertThat(time.waited()).isLessThan(Duration.ofMinutes(2));
    }

    @Test
    void aReadIsRepeatedAfterABrokenConnectionAndAChangeIsNot() throws Exception {
        var breaks = new AtomicInteger();
        try (var proxy = new FakeHost(pool.certificate())) {
            proxy.on("POST /", (request, socket, out) -> {
                byte[] body = request.readBody();
                var call = Xml.call(body);
                if (call.method().matches("VDI.get_record|Async.VDI.destroy") && breaks.getAndIncrement() == 0) {
                    socket.close();
                    return;
                }
                FakeHost.answer(out, 200, "", pool.answer(call));
            });
            try (var connection = connect(through(proxy.uri()))) {
                assertThat(connection.vdi(vdi).name()).isEqualTo("disk");
                breaks.set(0);
                assertThatThrownBy(() -> connection.destroyVdi(vdi))
                        .isInstanceOfSatisfying(
                                PoolUnreachableException.class,
                                e -> assertThat(e.mayHaveArrived()).isTrue());
                assertThat(pool.callsOf("Async.VDI.destroy")).isEmpty();
                assertThat(connection.vdi(vdi).name()).isEqualTo("disk");
            }
        }
    }
}
