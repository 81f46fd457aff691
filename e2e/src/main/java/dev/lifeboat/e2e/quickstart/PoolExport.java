package dev.lifeboat.e2e.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeboat.e2e.stack.Pool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Reads disks through the pool's own HTTPS export, with none of our clients, to compare them.
final class PoolExport implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BUFFER_BYTES = 1 << 20;

    private final HttpClient http;
    private final URI endpoint;
    private final String session;

    PoolExport(Pool pool) {
        this.http = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .sslContext(trusting(pool))
                .build();
        this.endpoint = pool.endpoints().getFirst();
        this.session = call("session.login_with_password", List.of(pool.username(), pool.password()))
                .asText();
    }

    /// @return the number of bytes compared
    /// @throws QuickstartException naming the first byte that differs
    long compare(String expectedVdi, String actualVdi) {
        try (var expected = export(expectedVdi);
                var actual = export(actualVdi)) {
            return compare(expected, actual, actualVdi);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + expectedVdi + " and " + actualVdi + " from the pool", e);
        }
    }

    private static long compare(InputStream expected, InputStream actual, String actualVdi) throws IOException {
        var left = new byte[BUFFER_BYTES];
        var right = new byte[BUFFER_BYTES];
        for (long offset = 0; ; ) {
            var length = expected.readNBytes(left, 0, left.length);
            var actualLength = actual.readNBytes(right, 0, right.length);
            var mismatch = Arrays.mismatch(left, 0, length, right, 0, actualLength);
            if (mismatch >= 0) {
                throw new QuickstartException(
                        "The restored disk " + actualVdi + " differs from the snapshot at byte " + (offset + mismatch));
            }
            offset += length;
            if (length < left.length) {
                return offset;
            }
        }
    }

    private InputStream export(String vdi) throws IOException {
        var request = HttpRequest.newBuilder(
                        endpoint.resolve("/export_raw_vdi?format=raw&vdi=" + vdi + "&session_id=" + session))
                .build();
        return send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
    }

    private JsonNode call(String method, List<String> parameters) {
        try {
            var body = JSON.writeValueAsString(
                    java.util.Map.of("jsonrpc", "2.0", "method", method, "params", parameters, "id", 1));
            var request = HttpRequest.newBuilder(endpoint.resolve("/jsonrpc"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            var answer = JSON.readTree(
                    send(request, HttpResponse.BodyHandlers.ofString()).body());
            if (!answer.has("result")) {
                throw new QuickstartException(method + " failed: " + answer.path("error"));
            }
            return answer.get("result");
        } catch (IOException e) {
            throw new UncheckedIOException(method + " failed", e);
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        try {
            var response = http.send(request, handler);
            if (response.statusCode() != 200) {
                throw new QuickstartException(
                        "The pool answered " + request.uri().getPath() + " with HTTP " + response.statusCode());
            }
            return response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QuickstartException("Interrupted");
        }
    }

    @Override
    public void close() {
        call("session.logout", List.of(session));
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
