package dev.lifeboat.simulator.http;

import dev.lifeboat.simulator.rpc.MalformedRequest;
import dev.lifeboat.simulator.tls.HostCertificate;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts TLS connections on one address and serves each on a virtual thread of its own.
public final class HttpListener implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);

    private final ServerSocket server;
    private final HostCertificate certificate;
    private final BooleanSupplier reachable;
    private final HttpHandler handler;
    private final AtomicLong movedBytes = new AtomicLong();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private HttpListener(
            ServerSocket server, HostCertificate certificate, BooleanSupplier reachable, HttpHandler handler) {
        this.server = server;
        this.certificate = certificate;
        this.reachable = reachable;
        this.handler = handler;
    }

    /// Serves on a socket that is already bound.
    ///
    /// @param reachable false while the host is away: then a connection is reset before it says anything
    public static HttpListener start(
            ServerSocket server, HostCertificate certificate, BooleanSupplier reachable, HttpHandler handler) {
        var listener = new HttpListener(server, certificate, reachable, handler);
        Thread.ofVirtual().name("https-" + server.getLocalSocketAddress()).start(listener::accept);
        return listener;
    }

    public int port() {
        return server.getLocalPort();
    }

    /// Where it listens.
    public String address() {
        return server.getInetAddress().getHostAddress();
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
        server.close();
        for (var socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                if (!reachable.getAsBoolean()) {
                    reset(socket);
                    continue;
                }
                open.add(socket);
                Thread.ofVirtual()
                        .name("http-" + socket.getRemoteSocketAddress())
                        .start(() -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.warn("cannot accept a connection on {}", server.getLocalSocketAddress(), e);
                }
            }
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
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

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var secured = certificate.secure(socket);
            try (secured) {
                var in = new BufferedInputStream(new CountedInput(secured.getInputStream(), movedBytes), 64 * 1024);
                var out = new CountedOutput(secured.getOutputStream(), movedBytes);
                while (serveOne(in, out)) {
                    LOG.trace("{} stays open", secured);
                }
            }
        } catch (IOException e) {
            LOG.debug("connection of {} ended: {}", socket.getRemoteSocketAddress(), e.toString());
        } finally {
            open.remove(socket);
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
            var refusal = new HttpRequest("GET", "/", Query.parse(""), "HTTP/1.0", java.util.Map.of());
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
