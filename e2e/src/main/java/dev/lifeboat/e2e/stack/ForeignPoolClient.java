package dev.lifeboat.e2e.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A stranger's view of a pool: XAPI by JSON-RPC and disks by the pool's own HTTPS export, with none of our clients.
public final class ForeignPoolClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SSLContext tls;
    private final HttpClient http;
    private final URI endpoint;
    private final String session;

    public ForeignPoolClient(Pool pool) {
        this.tls = trusting(pool);
        this.http = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .sslContext(tls)
                .build();
        this.endpoint = pool.endpoints().getFirst();
        this.session = send("session.login_with_password", List.of(pool.username(), pool.password()))
                .asText();
    }

    /// @param parameters without the session
    public JsonNode call(String method, Object... parameters) {
        var all = new ArrayList<Object>();
        all.add(session);
        all.addAll(List.of(parameters));
        return send(method, all);
    }

    /// The raw content of a disk.
    public InputStream export(String vdi) throws IOException {
        var request = HttpRequest.newBuilder(
                        endpoint.resolve("/export_raw_vdi?format=raw&vdi=" + vdi + "&session_id=" + session))
                .build();
        return send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
    }

    /// Sends the pool an XVA, of which it makes VMs, as `xe vm-import` does.
    ///
    /// @return the task that tells how it ends: the pool's answer comes before it has read a byte
    public String importVm(Path archive) throws IOException {
        var task = call("task.create", "import of " + archive.getFileName(), "").asText();
        var place = endpoint.resolve("/import?session_id=" + session + "&task_id=" + task);
        var connection = (HttpsURLConnection) place.toURL().openConnection();
        connection.setSSLSocketFactory(tls.getSocketFactory());
        connection.setRequestMethod("PUT");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(Files.size(archive));
        try (var out = connection.getOutputStream()) {
            Files.copy(archive, out);
        }
        if (connection.getResponseCode() != 200) {
            throw new IOException("The pool answered /import with HTTP " + connection.getResponseCode());
        }
        return task;
    }

    private JsonNode send(String method, List<?> parameters) {
        try {
            var body =
                    JSON.writeValueAsString(Map.of("jsonrpc", "2.0", "method", method, "params", parameters, "id", 1));
            var request = HttpRequest.newBuilder(endpoint.resolve("/jsonrpc"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            var answer = JSON.readTree(
                    send(request, HttpResponse.BodyHandlers.ofString()).body());
            if (!answer.has("result")) {
                throw new IllegalStateException(method + " failed: " + answer.path("error"));
            }
            return answer.get("result");
        } catch (IOException e) {
            throw new UncheckedIOException(method + " failed at " + endpoint, e);
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        try {
            var response = http.send(request, handler);
            if (response.statusCode() != 200) {
                throw new IOException(
                        "The pool answered " + request.uri().getPath() + " with HTTP " + response.statusCode());
            }
            return response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(
                    "Interrupted while the pool was asked for " + request.uri().getPath());
        }
    }

    @Override
    public void close() {
        call("session.logout");
        http.close();
    }

    private static SSLContext trusting(Pool pool) {
        try (var pem = Files.newInputStream(pool.caFile())) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            var number = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("host-" + number++, certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The pool's certificate " + pool.caFile() + " cannot be used", e);
        }
    }
}
