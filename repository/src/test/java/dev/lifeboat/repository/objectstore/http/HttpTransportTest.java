package dev.lifeboat.repository.objectstore.http;

import static dev.lifeboat.repository.objectstore.http.RawServer.answer;
import static dev.lifeboat.repository.objectstore.http.RawServer.message;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.objectstore.http.RawServer.Turn;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpTransportTest {

    private final HttpTransport transport = transport(Duration.ofSeconds(20));

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void requestsFollowEachOtherOnOneConnection() throws IOException {
        try (var server = RawServer.playing(answer("200 OK", "", "one"), answer("404 Not Found", "", "two"))) {
            assertThat(text(put(server, 10))).isEqualTo("one");
            assertThat(text(put(server, 1_000_000))).isEqualTo("two");
            assertThat(put(server, 0).status()).isEqualTo(404);

            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aBodyArrivesAsItWas() throws IOException {
        for (int length : new int[] {1, 60_000, 130_900, 131_072, 131_073, 3_000_000}) {
            var content = random(length);
            Turn compares = (request, out) -> {
                boolean same = Arrays.equals(request.body(), content);
                out.write(message(same ? "200 OK" : "400 Changed"));
                return true;
            };
            try (var server = RawServer.playing(compares)) {
                assertThat(put(server, length).status()).as("%d bytes", length).isEqualTo(200);
            }
        }
    }

    @Test
    void anAnswerThatComesBeforeTheBodyWasReadIsSeen() throws IOException {
        Turn refuses = (request, out) -> {
            out.write(message("403 Forbidden", "", "no"));
            return false;
        };
        try (var server = RawServer.playing(refuses)) {
            var answer = put(server, 50_000_000);

            assertThat(answer.status()).isEqualTo(403);
            assertThat(text(answer)).isEqualTo("no");
        }
    }

    @Test
    void anAnswerThatEndsEarlyIsAFailureAndNoShortBody() throws IOException {
        Turn truncates = (request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort".getBytes(US_ASCII));
            return false;
        };
        try (var server = RawServer.playing(truncates)) {
            var body = get(server).body();

            assertThatThrownBy(body::readAllBytes)
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("5 of 100");
        }
    }

    @Test
    void chunksAreUnderstoodAndACutBetweenThemIsSeen() throws IOException {
        Turn chunks = answer(
                "200 OK", "Transfer-Encoding: chunked", "", "5;x=y\r\nhello\r\n", "1\r\n!\r\n", "0\r\nA: b\r\n\r\n");
        Turn cut = (request, out) -> {
            out.write(message("200 OK", "Transfer-Encoding: chunked", "", "5\r\nhello\r\n"));
            return false;
        };
        try (var server = RawServer.playing(chunks, chunks, cut)) {
            assertThat(text(get(server))).isEqualTo("hello!");
            assertThat(text(get(server))).isEqualTo("hello!");
            assertThat(server.connections()).isEqualTo(1);
            var body = get(server).body();
            assertThatThrownBy(body::readAllBytes).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aConnectionThatTheServerClosedIsNotUsedAgain() throws IOException {
        try (var server = RawServer.playing(answer("200 OK"))) {
            put(server, 1).body().close();

            server.dropConnections();
            put(server, 1).body().close();
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aServerThatDoesNotWantToBeKeptIsNot() throws IOException {
        try (var server = RawServer.playing(answer("200 OK", "Connection: close"))) {
            text(get(server));
            text(get(server));

            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aBodyThatNobodyReadsToItsEndCostsTheConnectionOnlyIfItIsLong() throws IOException {
        var longBody = "x".repeat(1_000_000);
        try (var server =
                RawServer.playing(answer("200 OK", "", "short"), answer("200 OK", "", longBody), answer("200 OK"))) {
            get(server).body().close();
            get(server).body().close();
            assertThat(server.connections()).isEqualTo(1);

            get(server).body().close();
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void interimAnswersAreSkipped() throws IOException {
        Turn continues = (request, out) -> {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII));
            request.body();
            out.write(message("200 OK", "", "done"));
            return true;
        };
        try (var server = RawServer.playing(continues)) {
            assertThat(text(put(server, 10))).isEqualTo("done");
        }
    }

    @Test
    void aSilentServerIsGivenUp() throws IOException {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var impatient = impatient()) {
            assertThatThrownBy(() -> send(impatient, silent.getLocalPort(), "PUT", random(10)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aServerThatStopsReadingIsGivenUp() throws IOException {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var impatient = impatient()) {
            assertThatThrownBy(() -> send(impatient, silent.getLocalPort(), "PUT", random(30_000_000)))
                    .hasMessageContaining("stopped taking bytes");
        }
    }

    @Test
    void whatIsNoHttpIsRefusedAndSoIsAnEndlessHead() throws IOException {
        Turn garbage = (request, out) -> {
            out.write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(US_ASCII));
            return false;
        };
        Turn endless = (request, out) -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
            var line = ("X: " + "y".repeat(1000) + "\r\n").getBytes(US_ASCII);
            while (true) {
                out.write(line);
            }
        };
        try (var server = RawServer.playing(garbage, endless)) {
            assertThatThrownBy(() -> get(server)).hasMessageContaining("no HTTP");
            assertThatThrownBy(() -> get(server)).hasMessageContaining("longer than");
        }
    }

    @Test
    void aHeaderCannotSmuggleAnother() {
        var request = new HttpRequest(
                new Origin(false, "127.0.0.1", 1),
                "GET",
                "/",
                Map.of("A", List.of("b\r\nC: d")),
                InputStream::nullInputStream);

        assertThatThrownBy(request::head).isInstanceOf(IllegalArgumentException.class);
    }

    /// For the tests that wait until it gives up; in the others a slow machine must not look like a silent server.
    private static HttpTransport impatient() {
        return transport(Duration.ofMillis(400));
    }

    private static HttpTransport transport(Duration silence) {
        return new HttpTransport(new HttpSettings(tls(), Duration.ofSeconds(5), silence, Duration.ofSeconds(5)));
    }

    private HttpAnswer get(RawServer server) throws IOException {
        return send(transport, server.port(), "GET", new byte[0]);
    }

    private HttpAnswer put(RawServer server, int length) throws IOException {
        return send(transport, server.port(), "PUT", random(length));
    }

    private static HttpAnswer send(HttpTransport transport, int port, String method, byte[] content)
            throws IOException {
        return transport.send(new HttpRequest(
                new Origin(false, "127.0.0.1", port),
                method,
                "/key",
                Map.of("Host", List.of("127.0.0.1:" + port), "Content-Length", List.of("" + content.length)),
                () -> new ByteArrayInputStream(content)));
    }

    private static String text(HttpAnswer answer) throws IOException {
        try (var body = answer.body()) {
            return new String(body.readAllBytes(), US_ASCII);
        }
    }

    private static byte[] random(int length) {
        var content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }

    private static SSLContext tls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
