package dev.lifeboat.xen.https;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Opens connections to handlers, following redirects to the host that has the storage before any data flows.
public final class HandlerChannel {

    private static final int HTTPS_PORT = 443;
    private static final int MOST_REDIRECTS = 5;
    private static final int OK = 200;
    private static final int FOUND = 302;

    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration HEAD = Duration.ofMinutes(2);

    private final SSLContext tls;
    private final Duration idleLimit;

    /// Connections that believe what this context believes.
    ///
    /// @param idleLimit how long a transfer may stand still; busy storage takes many minutes to its first
    /// byte
    public HandlerChannel(SSLContext tls, Duration idleLimit) {
        this.tls = tls;
        this.idleLimit = idleLimit;
    }

    /// Sends the head of a request and reads the head of its answer.
    public HandlerConnection open(URI host, HandlerRequest request) throws HandlerRefusedException {
        var at = new Place(host, request.target());
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            switch (ask(at, request)) {
                case Answer.Accepted(var connection) -> {
                    return connection;
                }
                case Answer.Elsewhere(var place) -> at = place;
                case Answer.Refused(int status) ->
                    throw new HandlerRefusedException(request + " at " + at.host(), status);
            }
        }
        throw new HandlerRefusedException(request + " at " + host + ", redirected too often,", FOUND);
    }

    /// Where a request goes.
    private record Place(URI host, String target) {}

    /// What became of a request.
    private sealed interface Answer {
        record Accepted(HandlerConnection connection) implements Answer {}

        record Elsewhere(Place place) implements Answer {}

        record Refused(int status) implements Answer {}
    }

    private Answer ask(Place at, HandlerRequest request) {
        try {
            var socket = connect(at.host());
            try {
                var in = HandlerConnection.buffered(socket);
                var head = StallGuard.within(HEAD, socket, () -> exchangeHeads(socket, in, at, request));
                var answer = answer(socket, in, at, head);
                if (!(answer instanceof Answer.Accepted)) {
                    StallGuard.closeQuietly(socket);
                }
                return answer;
            } catch (IOException | RuntimeException e) {
                StallGuard.closeQuietly(socket);
                throw e;
            }
        } catch (IOException e) {
            throw ConnectionFailure.of(at.host(), e);
        }
    }

    private static ResponseHead exchangeHeads(TlsSocket socket, InputStream in, Place at, HandlerRequest request)
            throws IOException {
        socket.tls().startHandshake();
        var out = socket.tls().getOutputStream();
        out.write(head(at, request).getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return ResponseHead.read(in);
    }

    private static String head(Place at, HandlerRequest request) {
        var length = request.bodyBytes();
        return request.method() + " " + at.target() + " HTTP/1.1\r\n"
                + "Host: " + at.host().getRawAuthority() + "\r\n"
                + "User-Agent: lifeboat\r\n"
                + "Connection: close\r\n"
                + (length.isPresent() ? "Content-Length: " + length.getAsLong() + "\r\n" : "")
                + "\r\n";
    }

    private Answer answer(TlsSocket socket, InputStream in, Place at, ResponseHead head) throws IOException {
        if (head.status() == OK) {
            if (head.header("transfer-encoding").isPresent()) {
                throw new IOException("the handler encodes its body, which XAPI handlers never do");
            }
            return new Answer.Accepted(new HandlerConnection(socket, in, contentLength(head), idleLimit));
        }
        if (head.status() == FOUND) {
            return new Answer.Elsewhere(redirected(at, head.header("location").orElse("")));
        }
        return new Answer.Refused(head.status());
    }

    private static OptionalLong contentLength(ResponseHead head) throws IOException {
        try {
            return head.header("content-length").stream()
                    .mapToLong(Long::parseLong)
                    .findFirst();
        } catch (NumberFormatException e) {
            throw new IOException("the handler announces a length that is no number", e);
        }
    }

    /// Hosts have put unencoded queries into locations, so that it is taken apart by hand.
    private static Place redirected(Place from, String location) throws IOException {
        String scheme = "https://";
        int path = location.indexOf('/', scheme.length());
        if (!location.startsWith(scheme) || path < 0) {
            throw new IOException("the handler redirects to somewhere that is not HTTPS");
        }
        String authority = location.substring(scheme.length(), path);
        String target = location.substring(path).replace(" ", "%20");
        if (target.chars().anyMatch(Character::isISOControl)) {
            throw new IOException("the handler redirects to a location with control characters");
        }
        return new Place(HostAddress.resolve(authority, from.host()), target);
    }

    private TlsSocket connect(URI host) throws IOException {
        String name = host.getHost().replaceAll("[\\[\\]]", "");
        int port = host.getPort() == -1 ? HTTPS_PORT : host.getPort();
        var plain = new Socket();
        try {
            var address = new InetSocketAddress(name, port);
            if (address.isUnresolved()) {
                throw new UnknownHostException(name);
            }
            plain.connect(address, (int) CONNECT.toMillis());
            plain.setTcpNoDelay(true);
            plain.setKeepAlive(true);
            plain.setSoTimeout((int) idleLimit.toMillis());
            var socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, name, port, true);
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            return new TlsSocket(socket, plain);
        } catch (SocketTimeoutException e) {
            StallGuard.closeQuietly(plain);
            throw (IOException) new HttpConnectTimeoutException("connecting to " + host).initCause(e);
        } catch (IOException | RuntimeException e) {
            StallGuard.closeQuietly(plain);
            throw e;
        }
    }
}
