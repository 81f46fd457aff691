package dev.lifeboat.simulator.http;

import dev.lifeboat.simulator.rpc.MalformedRequest;
import dev.lifeboat.simulator.tcp.TcpListener;
import dev.lifeboat.simulator.tls.HostCertificate;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Speaks HTTP within TLS on one address of a host.
public final class HttpListener implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);

    private final TcpListener listener;
    private final HostCertificate certificate;
    private final BooleanSupplier reachable;
    private final HttpHandler handler;
    private final AtomicLong movedBytes = new AtomicLong();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private HttpListener(
            ServerSocket server, HostCertificate certificate, BooleanSupplier reachable, HttpHandler handler) {
        this.listener = new TcpListener("https", server, open, new Connections());
        this.certificate = certificate;
        this.reachable = reachable;
        this.handler = handler;
    }

    /// Serves on a socket that is already bound.
    ///
    /// @param reachable false while the host is away: then a connection is reset before it says anything
    public static HttpListener start(
            ServerSocket server, HostCertificate certificate, BooleanSupplier reachable, HttpHandler handler) {
        var http = new HttpListener(server, certificate, reachable, handler);
        http.listener.start();
        return http;
    }

    public String address() {
        return listener.address();
    }

    public int connections() {
        return open.size();
    }

    /// Bytes that came in and went out within TLS.
    public long movedBytes() {
        return movedBytes.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    /// Cuts every connection, as when the host loses its power.
    public void cutAll() {
        for (var socket : open) {
            try {
                reset(socket);
            } catch (IOException e) {
                LOG.debug("{} is closed already: {}", socket, e.toString());
            }
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private final class Connections implements TcpListener.Service {
        @Override
        public boolean admits(Socket socket) throws IOException {
            boolean there = reachable.getAsBoolean();
            if (!there) {
                reset(socket);
            }
            return there;
        }

        @Override
        public void serve(Socket socket) throws IOException {
            try (var secured = certificate.secure(socket)) {
                var in = new BufferedInputStream(new CountedInput(secured.getInputStream(), movedBytes), 64 * 1024);
                var out = new CountedOutput(secured.getOutputStream(), movedBytes);
                while (serveOne(in, out)) {
                    LOG.trace("{} stays open", secured);
                }
            }
        }
    }

    private boolean serveOne(BufferedInputStream in, OutputStream out) throws IOException {
        HttpExchange exchange;
        try {
            var request = HttpRequest.read(in);
            if (request.isEmpty()) {
                return false;
            }
            var length = request.get().header("content-length");
            // A PUT without a length ends with the connection, any other request without one has no body.
            long bytes = length.isPresent()
                    ? bodyLength(length.get())
                    : request.get().method().equals("PUT") ? Long.MAX_VALUE : 0;
            exchange = new HttpExchange(request.get(), new RequestBody(in, bytes), out);
        } catch (BadRequest e) {
            var refusal = new HttpRequest("GET", "/", Query.parse(""), "HTTP/1.0", Map.of());
            var answer = new HttpExchange(refusal, new RequestBody(in, 0), out);
            HtmlError.send(answer, e.status(), String.valueOf(e.getMessage()));
            return false;
        }
        return answer(exchange);
    }

    private boolean answer(HttpExchange exchange) throws IOException {
        try {
            handler.handle(exchange);
        } catch (DropConnection e) {
            return false;
        } catch (MalformedRequest e) {
            HtmlError.send(exchange, 500, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.warn(
                    "{} {} failed",
                    exchange.request().method(),
                    exchange.request().path(),
                    e);
            if (!exchange.answered()) {
                HtmlError.send(exchange, 500, e.toString());
            }
            return false;
        }
        return exchange.finish();
    }

    private static long bodyLength(String text) throws BadRequest {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BadRequest(400, "not a content-length: " + text);
        }
    }
}
