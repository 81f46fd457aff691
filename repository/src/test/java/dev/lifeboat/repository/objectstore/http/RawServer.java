package dev.lifeboat.repository.objectstore.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/// An HTTP server that does to each request exactly what the test wrote down for it: the tests' one for
/// servers that misbehave. Requests beyond the script get the last entry again.
public final class RawServer implements AutoCloseable {

    /// What becomes of one request, whose head has been read.
    @FunctionalInterface
    public interface Turn {

        /// @return whether the connection stays open
        boolean serve(Request request, OutputStream out) throws IOException;
    }

    /// @param in where its body is
    public record Request(List<String> head, InputStream in) {

        public String line() {
            return head.getFirst();
        }

        /// The value of a header, or an empty text.
        public String header(String name) {
            var start = name.toLowerCase(Locale.ROOT) + ":";
            return head.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst()
                    .orElse("");
        }

        public byte[] body() throws IOException {
            var length = header("Content-Length");
            return in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        }
    }

    private final ServerSocket server;
    private final Deque<Turn> script;
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<Socket> connections = Collections.synchronizedList(new ArrayList<>());

    private RawServer(ServerSocket server, List<Turn> script) {
        this.server = server;
        this.script = new ArrayDeque<>(script);
    }

    public static RawServer playing(Turn... script) throws IOException {
        return playing(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    public static RawServer playing(ServerSocket socket, Turn... script) {
        var server = new RawServer(socket, List.of(script));
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    /// Reads the body, answers, and keeps the connection.
    public static Turn answer(String status, String... headersAndBody) {
        return (request, out) -> {
            request.body();
            out.write(message(status, headersAndBody));
            return true;
        };
    }

    /// @param headersAndBody headers, and a body behind an empty one
    public static byte[] message(String status, String... headersAndBody) {
        var parts = List.of(headersAndBody);
        int end = parts.indexOf("") < 0 ? parts.size() : parts.indexOf("");
        var body = String.join("", parts.subList(Math.min(end + 1, parts.size()), parts.size()));
        var head = new StringBuilder("HTTP/1.1 " + status + "\r\n");
        parts.subList(0, end).forEach(header -> head.append(header).append("\r\n"));
        if (parts.subList(0, end).stream()
                .noneMatch(header -> header.matches("(Content-Length|Transfer-Encoding).*"))) {
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return (head + "\r\n" + body).getBytes(StandardCharsets.ISO_8859_1);
    }

    public int port() {
        return server.getLocalPort();
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /// How many were accepted so far.
    public int connections() {
        return connections.size();
    }

    public void dropConnections() throws IOException {
        for (var connection : List.copyOf(connections)) {
            connection.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var connection = server.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in = connection.getInputStream();
            boolean open = true;
            while (open) {
                var head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                var request = new Request(head, in);
                requests.add(request);
                open = turn().serve(request, connection.getOutputStream());
            }
        } catch (IOException e) {
            // The client has gone, as some tests want.
        }
    }

    private synchronized Turn turn() {
        return script.size() > 1 ? script.removeFirst() : script.getFirst();
    }

    private static List<String> head(InputStream in) throws IOException {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n' && line.isEmpty()) {
                return lines;
            } else if (c == '\n') {
                lines.add(line.toString());
                line.setLength(0);
            } else if (c != '\r') {
                line.append((char) c);
            }
        }
        return List.of();
    }

    @Override
    public void close() {
        try {
            server.close();
            dropConnections();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
