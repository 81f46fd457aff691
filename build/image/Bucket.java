import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Just enough of S3 for one backup: objects in memory, whatever the bucket's name, by path style. A benchmark has it
/// discard
/// packs, so that what is measured is the client.
///
///     java Bucket.java PORT [KEYSTORE PASSWORD]          discards packs; port 0 picks one, and the URL is printed
class Bucket {
    private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final boolean discards;

    Bucket(boolean discards) {
        this.discards = discards;
    }

    static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        var bucket = new Bucket(true);
        System.out.println(
                arguments.length < 3
                        ? bucket.serve(port)
                        : bucket.serve(port, tls(Path.of(arguments[1]), arguments[2])));
    }

    URI serve(int port) throws IOException {
        return start(HttpServer.create(address(port), 0), "http");
    }

    private URI serve(int port, SSLContext tls) throws IOException {
        var server = HttpsServer.create(address(port), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return start(server, "https");
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private URI start(HttpServer server, String scheme) {
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    private static SSLContext tls(Path file, String password) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, password.toCharArray());
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath().substring(1);
            var key = path.substring(path.indexOf('/') + 1);
            var body = body(exchange, key);
            switch (exchange.getRequestMethod()) {
                case "PUT" -> put(exchange, key, body);
                case "DELETE" -> {
                    objects.remove(key);
                    send(exchange, 204, new byte[0]);
                }
                default -> {
                    if (key.isEmpty() || !path.contains("/")) {
                        list(exchange);
                    } else {
                        get(exchange, key);
                    }
                }
            }
        }
    }

    private byte[] body(HttpExchange exchange, String key) throws IOException {
        if (discards && key.contains("packs/")) {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            return new byte[0];
        }
        return exchange.getRequestBody().readAllBytes();
    }

    private void put(HttpExchange exchange, String key, byte[] body) throws IOException {
        boolean onlyNew = exchange.getRequestHeaders().containsKey("If-None-Match");
        if (onlyNew && objects.putIfAbsent(key, body) != null) {
            send(exchange, 412, error("PreconditionFailed"));
            return;
        }
        objects.put(key, body);
        exchange.getResponseHeaders().set("ETag", "\"" + key.hashCode() + "\"");
        send(exchange, 200, new byte[0]);
    }

    private void get(HttpExchange exchange, String key) throws IOException {
        var body = objects.get(key);
        if (body == null) {
            send(exchange, 404, error("NoSuchKey"));
            return;
        }
        var range = exchange.getRequestHeaders().getFirst("Range");
        exchange.getResponseHeaders().set("ETag", "\"" + key.hashCode() + "\"");
        if (range == null) {
            send(exchange, 200, body);
            return;
        }
        var ends = range.substring("bytes=".length()).split("-");
        int from = ends[0].isEmpty() ? Math.max(0, body.length - Integer.parseInt(ends[1])) : Integer.parseInt(ends[0]);
        int to = ends.length < 2 || ends[0].isEmpty()
                ? body.length
                : Math.min(body.length, Integer.parseInt(ends[1]) + 1);
        exchange.getResponseHeaders().set("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, body.length));
        send(exchange, 206, Arrays.copyOfRange(body, from, to));
    }

    private void list(HttpExchange exchange) throws IOException {
        var prefix = parameter(exchange, "prefix");
        var after = parameter(exchange, "start-after");
        var xml = new StringBuilder("<?xml version=\"1.0\"?><ListBucketResult><IsTruncated>false</IsTruncated>");
        objects.tailMap(prefix).forEach((key, body) -> {
            if (key.startsWith(prefix) && key.compareTo(after) > 0) {
                xml.append(
                        "<Contents><Key>%s</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>%d</Size></Contents>"
                                .formatted(key, body.length));
            }
        });
        send(exchange, 200, xml.append("</ListBucketResult>").toString().getBytes());
    }

    private static String parameter(HttpExchange exchange, String name) {
        return Pattern.compile("(^|&)" + name + "=([^&]*)")
                .matcher(Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), ""))
                .results()
                .map(found -> found.group(2))
                .findFirst()
                .orElse("");
    }

    private static byte[] error(String code) {
        return ("<?xml version=\"1.0\"?><Error><Code>" + code + "</Code></Error>").getBytes();
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
        }
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }
}
