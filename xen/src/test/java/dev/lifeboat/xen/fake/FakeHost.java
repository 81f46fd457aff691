package dev.lifeboat.xen.fake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.pkitesting.X509Bundle;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// An HTTPS server small enough to misbehave in any way a test wants: handlers write raw bytes.
public final class FakeHost implements AutoCloseable {

    /// What a client sent; the body is read by whoever wants it.
    public record Request(
            String method, String path, Map<String, String> query, Map<String, String> headers, InputStream body) {
        public byte[] readBody() throws IOException {
            return body.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        }
    }

    /// Answers one request.
    @FunctionalInterface
    public interface Handler {
        void handle(Request request, Socket socket, OutputStream out) throws IOException;
    }

    private final SSLServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    public FakeHost(X509Bundle certificate) throws Exception {
        this(certificate, InetAddress.getLoopbackAddress(), 0);
    }

    /// @param port 0 for a free one
    public FakeHost(X509Bundle certificate, InetAddress address, int port) throws Exception {
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("host", certificate.getKeyPair().getPrivate(), new char[0], certificate.getCertificatePath());
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, new char[0]);
        var tls = SSLContext.getInstance("TLS");
        tls.init(factory.getKeyManagers(), null, new SecureRandom());
        listener = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(port, 50, address);
        threads.submit(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public URI uri() {
        return URI.create("https://127.0.0.1:" + port());
    }

    /// @param request for instance `POST /`
    public void on(String request, Handler handler) {
        handlers.put(request, handler);
    }

    public static void answer(OutputStream out, int status, String headers, byte[] body) throws IOException {
        out.write(("HTTP/1.1 " + status + " X\r\n" + headers + "content-length: " + body.length + "\r\n\r\n")
                .getBytes(ISO_8859_1));
        out.write(body);
        out.flush();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                threads.submit(() -> serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            for (var request = read(in); request != null; request = read(in)) {
                var handler = handlers.get(request.method() + " " + request.path());
                if (handler == null) {
                    answer(socket.getOutputStream(), 404, "", new byte[0]);
                    return;
                }
                handler.handle(request, socket, socket.getOutputStream());
                if ("close".equals(request.headers().get("connection")) || socket.isClosed()) {
                    return;
                }
            }
        } catch (IOException _) {
            // The client went away, as some tests want it to.
        } finally {
            open.remove(socket);
        }
    }

    private static Request read(InputStream in) throws IOException {
        var start = line(in);
        if (start.isEmpty()) {
            return null;
        }
        var headers = new HashMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var words = start.split(" ");
        var target = words[1].split("\\?", 2);
        return new Request(words[0], target[0], query(target.length == 1 ? "" : target[1]), headers, in);
    }

    private static Map<String, String> query(String text) {
        var query = new HashMap<String, String>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
            }
        }
        return query;
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != -1 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(ISO_8859_1).strip();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
