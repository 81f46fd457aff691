package dev.lifeboat.repository.objectstore.s3;

import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.repository.objectstore.s3.S3Config.Addressing;
import dev.lifeboat.repository.objectstore.s3.S3Credentials.Keys;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.exception.SdkException;

/// An S3 server for tests: the one that `LIFEBOAT_TEST_S3` names (`http://key:secret@host:port/bucket`), else
/// s3proxy, which the build puts beside the tests, in a process of its own.
public final class S3Server implements AutoCloseable {

    private static final String VARIABLE = "LIFEBOAT_TEST_S3";
    private static final Path S3PROXY = Path.of("target/s3proxy.jar");
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);

    /// Two ranges of these end below 32768, where Linux begins to hand ports out.
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 6_000;

    private final URI url;
    private final Optional<Secure> secure;
    private final Optional<Process> process;

    /// The same server over TLS, and the certificate to trust.
    private record Secure(URI endpoint, Path certificate) {}

    private S3Server(URI url, Optional<Secure> secure, Optional<Process> process) {
        this.url = url;
        this.secure = secure;
        this.process = process;
    }

    /// Empty, and loud about it, if there is no server to be had.
    public static Optional<S3Server> start() throws IOException {
        var given = System.getenv(VARIABLE);
        if (given != null) {
            return Optional.of(new S3Server(URI.create(given), Optional.empty(), Optional.empty()));
        }
        if (Files.exists(S3PROXY)) {
            return Optional.of(startProxy());
        }
        System.err.printf("%n*** NOT TESTED ON S3: %s is not set and %s is missing ***%n%n", VARIABLE, S3PROXY);
        return Optional.empty();
    }

    private static S3Server startProxy() throws IOException {
        int port = freePort(FIRST_PORT);
        int securePort = freePort(FIRST_PORT + PORTS);
        var directory = Files.createTempDirectory(Path.of("target"), "s3proxy");
        var settings = Files.write(
                directory.resolve("s3proxy.conf"),
                List.of(
                        "s3proxy.endpoint=http://127.0.0.1:" + port,
                        "s3proxy.secure-endpoint=https://127.0.0.1:" + securePort,
                        "s3proxy.keystore-path=" + SelfSigned.keyStore(directory),
                        "s3proxy.keystore-password=" + SelfSigned.PASSWORD,
                        "s3proxy.authorization=aws-v2-or-v4",
                        "s3proxy.identity=test",
                        "s3proxy.credential=testtest",
                        "jclouds.provider=transient-nio2"));
        var java = ProcessHandle.current().info().command().orElse("java");
        var process = new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        S3PROXY.toString(),
                        "--properties",
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("s3proxy.log").toFile())
                .start();
        var server = new S3Server(
                URI.create("http://test:testtest@127.0.0.1:" + port + "/lifeboat"),
                Optional.of(
                        new Secure(URI.create("https://127.0.0.1:" + securePort), SelfSigned.certificate(directory))),
                Optional.of(process));
        try {
            server.awaitPort(port);
            server.createBucket();
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /// Not one that the system hands out, which another test's connection may be given before the server has bound it.
    private static int freePort(int first) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(first, first + PORTS);
            try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (BindException taken) {
                if (attempt == 100) {
                    throw taken;
                }
            }
        }
    }

    private void requireAlive() {
        if (process.isPresent() && !process.get().isAlive()) {
            throw new IllegalStateException("s3proxy at " + url.getPort() + " has ended with exit code "
                    + process.get().exitValue() + "; see the newest s3proxy.log below target");
        }
    }

    private void awaitPort(int port) throws IOException {
        var deadline = Instant.now().plus(STARTS_WITHIN);
        while (true) {
            requireAlive();
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (Instant.now().isAfter(deadline)) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A server whose port is open may still be starting, and refuses what it does not refuse later.
    private void createBucket() {
        var deadline = Instant.now().plus(STARTS_WITHIN);
        while (true) {
            requireAlive();
            try (var http = S3Clients.http(config(), Pace.UNLIMITED);
                    var client = S3Clients.open(config(), http)) {
                client.createBucket(request -> request.bucket(config().bucket()));
                return;
            } catch (SdkException e) {
                if (Instant.now().isAfter(deadline)) {
                    throw e;
                }
                pause();
            }
        }
    }

    /// A place of its own for each caller.
    public S3Config config() {
        var user = url.getUserInfo().split(":", 2);
        return new S3Config(
                Optional.of(URI.create(url.getScheme() + "://" + url.getHost() + ":" + url.getPort())),
                "us-east-1",
                url.getPath().substring(1),
                "test-" + UUID.randomUUID(),
                Addressing.PATH_STYLE,
                new Keys(user[0], user[1], Optional.empty()),
                Optional.empty());
    }

    /// Over TLS, if this server has it.
    public Optional<S3Config> secureConfig() {
        var plain = config();
        return secure.map(tls -> new S3Config(
                Optional.of(tls.endpoint()),
                plain.region(),
                plain.bucket(),
                plain.prefix(),
                plain.addressing(),
                plain.credentials(),
                Optional.of(tls.certificate())));
    }

    @Override
    public void close() {
        process.ifPresent(Process::destroy);
    }
}
