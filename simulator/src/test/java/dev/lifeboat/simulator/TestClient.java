package dev.lifeboat.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeboat.simulator.profile.Feature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A client of the tests' own: JSON-RPC and the disk handlers, trusting only the pool's certificates.
public final class TestClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI endpoint;
    private final HttpClient http;
    private final boolean json;
    private String session = "";

    private TestClient(URI endpoint, SSLContext tls, boolean json) {
        this.endpoint = endpoint;
        this.json = json;
        this.http = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /// An XAPI error as the client sees it.
    public static final class CallFailed extends RuntimeException {
        private final String code;
        private final List<String> parameters;

        CallFailed(String code, List<String> parameters) {
            super(code + parameters);
            this.code = code;
            this.parameters = parameters;
        }

        public String code() {
            return code;
        }

        public List<String> parameters() {
            return parameters;
        }
    }

    public static TestClient anonymous(PoolSimulator pool, URI endpoint) {
        return new TestClient(endpoint, tls(pool), pool.options().profile().has(Feature.JSON_RPC));
    }

    public static TestClient of(PoolSimulator pool) {
        return of(pool, pool.options().username(), pool.options().password());
    }

    /// Logged in as somebody of the pool's users.
    public static TestClient of(PoolSimulator pool, String user, String password) {
        var client = anonymous(pool, pool.endpoint());
        client.session =
                client.raw("session.login_with_password", user, password).asText();
        return client;
    }

    public static SSLContext tls(PoolSimulator pool) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null);
            var pem = pool.certificatesPem().getBytes(StandardCharsets.US_ASCII);
            for (var certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
                store.setCertificateEntry("host" + store.size(), certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public String session() {
        return session;
    }

    /// A call with the session in front.
    public JsonNode call(String method, Object... parameters) {
        var all = new ArrayList<Object>();
        all.add(session);
        all.addAll(List.of(parameters));
        return raw(method, all.toArray());
    }

    public String text(String method, Object... parameters) {
        return call(method, parameters).asText();
    }

    public List<String> texts(String method, Object... parameters) {
        var texts = new ArrayList<String>();
        call(method, parameters).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    public JsonNode raw(String method, Object... parameters) {
        return json ? overJson(method, parameters) : overXml(method, parameters);
    }

    private JsonNode overJson(String method, Object... parameters) {
        try {
            var body = JSON.writeValueAsBytes(
                    Map.of("jsonrpc", "2.0", "method", method, "params", List.of(parameters), "id", 7));
            var request = HttpRequest.newBuilder(endpoint.resolve("/jsonrpc"))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            var answer = JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
            if (answer.path("error").isArray()) {
                throw failure(answer.path("error"));
            }
            if (answer.hasNonNull("error")) {
                var texts = new ArrayList<String>();
                answer.path("error").path("data").forEach(text -> texts.add(text.asText()));
                throw new CallFailed(answer.path("error").path("message").asText(), texts);
            }
            return answer.path("result");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode overXml(String method, Object... parameters) {
        var answer = XmlCalls.response(
                post("/", XmlCalls.request(method, List.of(parameters))).body());
        if (answer.path("Status").asText().equals("Failure")) {
            throw failure(answer.path("ErrorDescription"));
        }
        return answer.has("Status") ? answer.path("Value") : answer;
    }

    private static CallFailed failure(JsonNode description) {
        var texts = new ArrayList<String>();
        description.forEach(text -> texts.add(text.asText()));
        return new CallFailed(texts.getFirst(), List.copyOf(texts.subList(1, texts.size())));
    }

    public HttpResponse<byte[]> get(String path, Map<String, String> query) {
        return send(HttpRequest.newBuilder(uri(path, query)).GET().build());
    }

    public HttpResponse<byte[]> put(String path, Map<String, String> query, byte[] body) {
        return send(HttpRequest.newBuilder(uri(path, query))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    /// Sends a disk's content. How it ended is the task's to tell: a host that gives up after its 200 closes the
    /// connection while the rest is still on its way, and whether this side then sees the 200 or a reset is a race.
    public void upload(String path, Map<String, String> query, byte[] body) {
        var request = HttpRequest.newBuilder(uri(path, query))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(200);
        } catch (IOException _) {
            // Closed by the host; see above.
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<byte[]> post(String path, String body) {
        return send(HttpRequest.newBuilder(endpoint.resolve(path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /// Waits for a task to end and removes it.
    public JsonNode finished(String task) {
        var filter = List.of("task/" + task);
        var token = "";
        while (text("task.get_status", task).equals("pending")) {
            token = call("event.from", filter, token, 5.0).path("token").asText();
        }
        var record = call("task.get_record", task);
        call("task.destroy", task);
        return record;
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private URI uri(String path, Map<String, String> query) {
        var text = new StringBuilder(path).append('?');
        query.forEach((name, value) -> text.append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                .append('&'));
        return endpoint.resolve(text.toString());
    }
}
