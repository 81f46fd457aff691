package dev.lifeboat.repository.objectstore.s3;

import com.sun.management.OperatingSystemMXBean;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.repository.objectstore.s3.S3Config.Addressing;
import dev.lifeboat.repository.objectstore.s3.S3Credentials.Keys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// What a byte costs on its way to and from S3, by several clients: e2e/bench/s3.sh.
///
///     S3Bench CLIENT put|get ENDPOINT OBJECT-BYTES TOTAL-BYTES [CA.pem]
final class S3Bench {

    private static final int THREADS = 4;
    private static final String BUCKET = "bench";

    /// One object put or read.
    private interface Transfer {
        void run(int number) throws Exception;
    }

    private final URI endpoint;
    private final byte[] content;
    private final Optional<Path> ca;
    private final ThreadLocal<byte[]> targets;

    private S3Bench(URI endpoint, int objectBytes, Optional<Path> ca) {
        this.endpoint = endpoint;
        this.content = new byte[objectBytes];
        this.ca = ca;
        this.targets = ThreadLocal.withInitial(() -> new byte[objectBytes]);
        new Random(1).nextBytes(content);
    }

    public static void main(String[] arguments) throws Exception {
        int objectBytes = Integer.parseInt(arguments[3]);
        int objects = (int) (Long.parseLong(arguments[4]) / objectBytes);
        var ca = arguments.length > 5 ? Optional.of(Path.of(arguments[5])) : Optional.<Path>empty();
        var bench = new S3Bench(URI.create(arguments[2]), objectBytes, ca);
        var transfer = bench.transfer(arguments[0], arguments[1].equals("put"));
        bench.repeat(transfer, Math.max(8, objects / 10));
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long time = System.nanoTime();
        bench.repeat(transfer, objects);
        double gigabytes = (double) objects * objectBytes / 1e9;
        System.out.printf(
                "%-24s %s %-5s %8d bytes %6.2f GB/s %6.2f CPU s/GB%n",
                arguments[0],
                arguments[1],
                bench.endpoint.getScheme(),
                objectBytes,
                gigabytes / ((System.nanoTime() - time) / 1e9),
                (system.getProcessCpuTime() - cpu) / 1e9 / gigabytes);
        System.exit(0);
    }

    private Transfer transfer(String client, boolean put) throws GeneralSecurityException {
        return switch (client) {
            case "lifeboat" -> ours(put);
            case "sdk" -> sdk(put, S3Clients.http(config(), Pace.UNLIMITED));
            case "sdk-url-connection" ->
                sdk(
                        put,
                        UrlConnectionHttpClient.builder()
                                .tlsTrustManagersProvider(() -> CaBundle.trustManagers(ca.orElseThrow()))
                                .build());
            case "presigned-url-connection" -> urlConnection(put);
            case "presigned-http-client" -> httpClient(put);
            default -> throw new IllegalArgumentException(client);
        };
    }

    private Transfer ours(boolean put) {
        var store = new S3ObjectStore(config());
        return put
                ? number -> store.put(new ObjectKey("k" + number), ByteBuffer.wrap(content))
                : number -> whole(store.getRange(new ObjectKey("k"), 0, ByteBuffer.wrap(targets.get()))
                        .orElse(0));
    }

    /// As it comes: it signs and sums up every byte.
    private Transfer sdk(boolean put, software.amazon.awssdk.http.SdkHttpClient http) {
        var client = S3Client.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials())
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .httpClient(http)
                .build();
        return put
                ? number -> client.putObject(
                        request -> request.bucket(BUCKET).key("k" + number),
                        RequestBody.fromContentProvider(
                                () -> new ByteArrayInputStream(content), content.length, "application/octet-stream"))
                : number -> {
                    try (var body = client.getObject(
                            request -> request.bucket(BUCKET).key("k").range("bytes=0-" + (content.length - 1)))) {
                        read(body);
                    }
                };
    }

    private Transfer urlConnection(boolean put) throws GeneralSecurityException {
        HttpsURLConnection.setDefaultSSLSocketFactory(tls().getSocketFactory());
        var presigner = presigner();
        return number -> {
            var connection = (HttpURLConnection)
                    presigned(presigner, put, number).toURL().openConnection();
            if (put) {
                connection.setRequestMethod("PUT");
                connection.setDoOutput(true);
                connection.setFixedLengthStreamingMode(content.length);
                try (var out = connection.getOutputStream()) {
                    out.write(content);
                }
                connection.getInputStream().close();
            } else {
                connection.setRequestProperty("Range", "bytes=0-" + (content.length - 1));
                try (var in = connection.getInputStream()) {
                    read(in);
                }
            }
        };
    }

    private Transfer httpClient(boolean put) throws GeneralSecurityException {
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls())
                .build();
        var presigner = presigner();
        return number -> {
            var request = HttpRequest.newBuilder(presigned(presigner, put, number));
            if (put) {
                request.PUT(HttpRequest.BodyPublishers.ofByteArray(content));
                client.send(request.build(), HttpResponse.BodyHandlers.discarding());
            } else {
                request.header("Range", "bytes=0-" + (content.length - 1));
                try (var in = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream())
                        .body()) {
                    read(in);
                }
            }
        };
    }

    private S3Presigner presigner() {
        return S3Presigner.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials())
                .endpointOverride(endpoint)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
    }

    private static URI presigned(S3Presigner presigner, boolean put, int number) {
        var validity = Duration.ofMinutes(10);
        return URI.create((put
                        ? presigner.presignPutObject(request -> request.signatureDuration(validity)
                                .putObjectRequest(
                                        object -> object.bucket(BUCKET).key("k" + number)))
                        : presigner.presignGetObject(request -> request.signatureDuration(validity)
                                .getObjectRequest(
                                        object -> object.bucket(BUCKET).key("k"))))
                .url()
                .toString());
    }

    private void read(InputStream body) throws IOException {
        whole(body.readNBytes(targets.get(), 0, content.length));
    }

    private void whole(long got) {
        if (got != content.length) {
            throw new IllegalStateException("Got " + got + " bytes");
        }
    }

    private S3Config config() {
        return new S3Config(
                Optional.of(endpoint),
                "us-east-1",
                BUCKET,
                "",
                Addressing.PATH_STYLE,
                new Keys("test", "testtest", Optional.empty()),
                ca);
    }

    private static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "testtest"));
    }

    private SSLContext tls() throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, ca.map(CaBundle::trustManagers).orElse(null), null);
        return context;
    }

    private void repeat(Transfer transfer, int times) throws Exception {
        var calls = new ArrayList<Callable<Void>>();
        for (int i = 0; i < times; i++) {
            int number = i;
            calls.add(() -> {
                transfer.run(number);
                return null;
            });
        }
        try (var executor = Executors.newFixedThreadPool(THREADS)) {
            for (var result : executor.invokeAll(calls)) {
                result.get();
            }
        }
    }
}
