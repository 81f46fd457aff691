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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
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
        channel = new CallChannel(PoolTls.context(new Trust.Insecure()), 1000);
    }

    @AfterEach
    void stop() throws Exception {
        channel.close();
        host.close();
    }

    @Test
    void anAnswerOfTheLimitIsTakenAndALargerOneIsNot() {
        host.on("POST /", (request, _, out) -> FakeHost.answer(out, 200, "", new byte[request.readBody().length]));

        assertThat(channel.post(host.uri(), new byte[1000], LONG)).hasSize(1000);
        unreachable(Reason.BROKEN, () -> channel.post(host.uri(), new byte[1001], LONG));
    }

    @Test
    void anEndlessAnswerOfUnknownLengthIsCut() {
        host.on("POST /", (_, _, out) -> {
            out.write("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".getBytes(ISO_8859_1));
            while (true) {
                out.write(new byte[10_000]);
            }
        });

        unreachable(Reason.BROKEN, () -> channel.post(host.uri(), new byte[0], LONG));
    }

    @Test
    void anAnswerThatStopsHalfWayIsGivenUp() {
        host.on("POST /", (_, socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf".getBytes(ISO_8859_1));
            out.flush();
            waitForClose(socket.getInputStream());
        });

        unreachable(Reason.TIMEOUT, () -> channel.post(host.uri(), new byte[0], SHORT));
    }

    @Test
    void aTruncatedAnswerIsNoAnswer() {
        host.on("POST /", (_, socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf".getBytes(ISO_8859_1));
            out.flush();
            socket.close();
        });

        unreachable(Reason.BROKEN, () -> channel.post(host.uri(), new byte[0], LONG));
    }

    @Test
    void aSilentHostIsGivenUp() {
        host.on("POST /", (_, socket, _) -> waitForClose(socket.getInputStream()));

        unreachable(Reason.TIMEOUT, () -> channel.post(host.uri(), new byte[0], SHORT));
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
            unreachable(Reason.BROKEN, () -> channel.post(at(plain.getLocalPort()), new byte[0], LONG));
        }
    }

    @Test
    void nothingListeningAndNoSuchNameAreToldApart() throws Exception {
        int nothing;
        try (var taken = new ServerSocket(0)) {
            nothing = taken.getLocalPort();
        }

        unreachable(Reason.REFUSED, () -> channel.post(at(nothing), new byte[0], LONG));
        unreachable(
                Reason.UNKNOWN_HOST, () -> channel.post(URI.create("https://no-such-host.invalid"), new byte[0], LONG));
    }

    @Test
    void aStartingHostIsUnreachableAndAForeignOneMalformed() {
        host.on("POST /", (request, _, out) -> FakeHost.answer(out, request.readBody().length, "", new byte[0]));

        unreachable(Reason.BROKEN, () -> channel.post(host.uri(), new byte[503], LONG));
        assertThatThrownBy(() -> channel.post(host.uri(), new byte[404], LONG))
                .isInstanceOf(MalformedResponseException.class);
        assertThatThrownBy(() -> channel.post(host.uri(), new byte[302], LONG))
                .isInstanceOf(MalformedResponseException.class);
    }

    @Test
    void anInterruptEndsACall() {
        host.on("POST /", (_, socket, _) -> waitForClose(socket.getInputStream()));

        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> channel.post(host.uri(), new byte[0], LONG))
                .isInstanceOf(InterruptedCallException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void waitForClose(java.io.InputStream in) throws IOException {
        in.transferTo(java.io.OutputStream.nullOutputStream());
    }

    private static URI at(int port) {
        return URI.create("https://127.0.0.1:" + port);
    }

    private static void unreachable(Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(PoolUnreachableException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.reason()).as("%s", e.getMessage()).isEqualTo(reason));
    }
}
