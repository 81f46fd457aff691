import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Answers as an S3 server would that stores nothing: discards what is put, and gives zeros for every range.
/// So what a benchmark of a client measures is the client.
///
///     java S3Sink.java PORT [KEYSTORE PASSWORD]
class S3Sink {
    private static final byte[] ZEROS = new byte[1 << 20];

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        var loopback = InetAddress.getLoopbackAddress();
        try (var server = arguments.length > 1
                ? tls(arguments[1], arguments[2]).getServerSocketFactory().createServerSocket(port, 64, loopback)
                : new ServerSocket(port, 64, loopback)) {
            while (true) {
                var socket = server.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            }
        }
    }

    private static SSLContext tls(String file, String password) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = new FileInputStream(file)) {
            store.load(in, password.toCharArray());
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static void serve(Socket socket) {
        try (socket;
                var in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
                var out = socket.getOutputStream()) {
            socket.setTcpNoDelay(true);
            for (var line = line(in); !line.isEmpty(); line = line(in)) {
                var headers = headers(in);
                if (headers.containsKey("expect")) {
                    out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                in.skipNBytes(Long.parseLong(headers.getOrDefault("content-length", "0")));
                answer(line, headers, out);
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private static void answer(String request, Map<String, String> headers, OutputStream out) throws IOException {
        if (!request.startsWith("GET")) {
            out.write("HTTP/1.1 200 OK\r\nETag: \"sink\"\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            return;
        }
        var range = headers.get("range").substring("bytes=".length()).split("-");
        long length = Long.parseLong(range[1]) - Long.parseLong(range[0]) + 1;
        var head = "HTTP/1.1 206 Partial Content\r\nETag: \"sink\"\r\nContent-Range: bytes " + range[0] + "-" + range[1]
                + "/" + (1L << 40) + "\r\nContent-Length: " + length + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        for (long rest = length; rest > 0; rest -= ZEROS.length) {
            out.write(ZEROS, 0, (int) Math.min(rest, ZEROS.length));
        }
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        var headers = new HashMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    /// Without its end; empty at the end of the stream as well.
    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
