package dev.lifeboat.xen.https;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.PoolUnreachableException;
import dev.lifeboat.xen.Trust;
import dev.lifeboat.xen.fake.FakeHost;
import dev.lifeboat.xen.fake.FakePool;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HandlerChannelTest {

    private static final TransferLimits LIMITS = new TransferLimits(Duration.ofSeconds(20), Duration.ofMillis(500));

    private final CountDownLatch over = new CountDownLatch(1);
    private final HandlerChannel channel =
            new HandlerChannel(PoolTls.context(new Trust.Insecure()), LIMITS, List.of(), new DialPlan(List.of()));
    private FakeHost host;

    @BeforeEach
    void start() throws Exception {
        host = new FakeHost(FakePool.selfSigned("CN=xen1").buildSelfSigned());
        FakeHost.Handler silent = (_, _, out) -> {
            out.write("HTTP/1.1 200 OK\r\n\r\nabc".getBytes(ISO_8859_1));
            out.flush();
            awaitEnd();
        };
        host.on("GET /disk", silent);
        host.on("PUT /disk", silent);
    }

    @AfterEach
    void stop() throws Exception {
        over.countDown();
        host.close();
    }

    @Test
    void aHandlerThatSendsNoMoreIsGivenUp() throws Exception {
        try (var connection = channel.open(host.uri(), Optional.empty(), HandlerRequest.get("/disk", Map.of()))) {
            byte[] buffer = new byte[10];
            assertThat(connection.read(buffer, 0, 10)).isEqualTo(3);
            assertThatThrownBy(() -> connection.read(buffer, 0, 10)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aHandlerThatTakesNoMoreIsGivenUp() throws Exception {
        try (var connection =
                channel.open(host.uri(), Optional.empty(), HandlerRequest.put("/disk", Map.of(), 1L << 30))) {
            byte[] data = new byte[1 << 20];
            assertThatThrownBy(() -> {
                        for (int count = 0; count < 1024; count++) {
                            connection.write(data, 0, data.length);
                        }
                    })
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("nothing moved");
        }
    }

    @Test
    void aHandlerThatNeverBeginsIsGivenUp() throws Exception {
        var hasty = new TransferLimits(Duration.ofMillis(500), Duration.ofMinutes(5));
        var impatient =
                new HandlerChannel(PoolTls.context(new Trust.Insecure()), hasty, List.of(), new DialPlan(List.of()));
        host.on("GET /never", (_, _, out) -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));
            out.flush();
            awaitEnd();
        });

        try (var connection = impatient.open(host.uri(), Optional.empty(), HandlerRequest.get("/never", Map.of()))) {
            assertThatThrownBy(() -> connection.read(new byte[10], 0, 10)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    /// Busy storage takes long to begin; what has begun does not.
    @Test
    void theFirstByteMayTakeLongerThanAnyOther() throws Exception {
        var patient = new TransferLimits(Duration.ofMinutes(5), Duration.ofMillis(300));
        var slow =
                new HandlerChannel(PoolTls.context(new Trust.Insecure()), patient, List.of(), new DialPlan(List.of()));
        host.on("GET /slow", (_, socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));
            out.flush();
            socket.setSoTimeout(900);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            out.write('x');
            out.flush();
            awaitEnd();
        });

        try (var connection = slow.open(host.uri(), Optional.empty(), HandlerRequest.get("/slow", Map.of()))) {
            byte[] buffer = new byte[10];
            assertThat(connection.read(buffer, 0, 10)).isEqualTo(1);
            assertThatThrownBy(() -> connection.read(buffer, 0, 10)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void redirectsThatGoInCirclesEnd() {
        host.on(
                "GET /disk",
                (_, _, out) -> FakeHost.answer(out, 302, "Location: " + host.uri() + "/disk?\r\n", new byte[0]));

        assertThatThrownBy(() -> channel.open(host.uri(), Optional.empty(), HandlerRequest.get("/disk", Map.of())))
                .isInstanceOf(HandlerRefusedException.class)
                .hasMessageContaining("too often");
    }

    @Test
    void nothingListeningIsToldAsSuch() throws Exception {
        int nothing;
        try (var taken = new ServerSocket(0)) {
            nothing = taken.getLocalPort();
        }
        var nowhere = URI.create("https://127.0.0.1:" + nothing);

        assertThatExceptionOfType(PoolUnreachableException.class)
                .isThrownBy(() -> channel.open(nowhere, Optional.empty(), HandlerRequest.get("/disk", Map.of())))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(PoolUnreachableException.Reason.REFUSED));
    }

    private void awaitEnd() {
        try {
            over.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
