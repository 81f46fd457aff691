package dev.lifeboat.xen.https;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.InterruptedCallException;
import dev.lifeboat.xen.MalformedResponseException;
import dev.lifeboat.xen.PoolUnreachableException;
import dev.lifeboat.xen.PoolUnreachableException.Reason;
import dev.lifeboat.xen.Trust;
import dev.lifeboat.xen.fake.FakeHost;
import dev.lifeboat.xen.fake.FakePool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallChannelTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(20);

    private FakeHost host;
    private CallChannel channel;

    @BeforeEach
    void start() throws Exception {
        host = new FakeHost(FakePool.selfSigned("CN=xen1").buildSelfSigned());
        channel = new CallChannel(PoolTls.context(new Trust.Insecure()));
    }

    @AfterEach
    void stop() throws Exception {
        channel.close();
        host.close();
    }

    @Test
    void anAnswerIsGivenAsItCame() {
        host.on("POST /", (request, _, out) -> FakeHost.answer(out, 200, "", request.readBody()));

        assertThat(post(host.uri(), new byte[] {1, 2, 3}, LONG)).containsExactly(1, 2, 3);
    }

    @Test
    void anAnswerThatIsNotReadToItsEndLeavesTheChannelUsable() throws Exception {
        host.on("POST /", (request, _, out) -> FakeHost.answer(out, 200, "", new byte[request.readBody().length]));

        for (int round = 0; round < 10; round++) {
            try (var answer = channel.post(host.uri(), new byte[1 << 20], LONG)) {
                assertThat(answer.read()).isZero();
            }
        }
        assertThat(post(host.uri(), new byte[1], LONG)).hasSize(1);
    }

    @Test
    void anAnswerThatTricklesIsGivenUpInTime() {
        host.on("POST /", (_, _, out) -> {
            out.write("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".getBytes(ISO_8859_1));
            while (true) {
                out.write(new byte[10]);
                out.flush();
                LockSupport.parkNanos(1_000_000);
            }
        });

        unreachable(Reason.TIMEOUT, () -> post(host.uri(), new byte[0], SHORT));
    }

    @Test
    void anAnswerThatStopsHalfWayIsGivenUp() {
        host.on("POST /", (_, socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf".getBytes(ISO_8859_1));
            out.flush();
            waitForClose(socket.getInputStream());
        });

        unreachable(Reason.TIMEOUT, () -> post(host.uri(), new byte[0], SHORT));
    }

    @Test
    void aTruncatedAnswerIsNoAnswer() {
        host.on("POST /", (_, socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf".getBytes(ISO_8859_1));
            out.flush();
            socket.close();
        });

        unreachable(Reason.BROKEN, () -> post(host.uri(), new byte[0], LONG));
    }

    @Test
    void aSilentHostIsGivenUp() {
        host.on("POST /", (_, socket, _) -> waitForClose(socket.getInputStream()));

        unreachable(Reason.TIMEOUT, () -> post(host.uri(), new byte[0], SHORT));
    }

    @Test
    void aHostThatSpeaksNoTlsIsBroken() throws Exception {
        try (var plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> {
                try (var socket = plain.accept()) {
                    socket.getOutputStream().write("220 mail.example ESMTP\r\n".getBytes(ISO_8859_1));
                    waitForClose(socket.getInputStream());
                } catch (IOException _) {
                    // Over.
                }
            });
            unreachable(Reason.BROKEN, () -> post(at(plain.getLocalPort()), new byte[0], LONG));
        }
    }

    @Test
    void nothingListeningAndNoSuchNameAreToldApart() throws Exception {
        int nothing;
        try (var taken = new ServerSocket(0)) {
            nothing = taken.getLocalPort();
        }

        unreachable(Reason.REFUSED, () -> post(at(nothing), new byte[0], LONG));
        unreachable(Reason.UNKNOWN_HOST, () -> post(URI.create("https://no-such-host.invalid"), new byte[0], LONG));
    }

    @Test
    void aStartingHostIsUnreachableAndAForeignOneMalformed() {
        host.on("POST /", (request, _, out) -> FakeHost.answer(out, request.readBody().length, "", new byte[0]));

        unreachable(Reason.BROKEN, () -> post(host.uri(), new byte[503], LONG));
        assertThatThrownBy(() -> post(host.uri(), new byte[404], LONG)).isInstanceOf(MalformedResponseException.class);
        assertThatThrownBy(() -> post(host.uri(), new byte[302], LONG)).isInstanceOf(MalformedResponseException.class);
    }

    @Test
    void anInterruptEndsACall() {
        host.on("POST /", (_, socket, _) -> waitForClose(socket.getInputStream()));

        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> post(host.uri(), new byte[0], LONG)).isInstanceOf(InterruptedCallException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    /// Reads the whole answer, as the reader of XML does.
    private byte[] post(URI at, byte[] body, Duration limit) {
        try (var answer = channel.post(at, body, limit)) {
            return answer.readAllBytes();
        } catch (IOException e) {
            throw CallChannel.failure(at, e);
        }
    }

    private static void waitForClose(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    private static URI at(int port) {
        return URI.create("https://127.0.0.1:" + port);
    }

    private static void unreachable(Reason reason, ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(PoolUnreachableException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.reason()).as("%s", e.getMessage()).isEqualTo(reason));
    }
}
