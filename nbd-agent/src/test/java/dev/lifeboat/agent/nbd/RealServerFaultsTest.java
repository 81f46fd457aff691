package dev.lifeboat.agent.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.agent.Programs;
import dev.lifeboat.agent.api.Transfer.NbdTls;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Servers that are slow, stop or die, by the bytes that are read, or by the failure and its time.
@Timeout(30)
class RealServerFaultsTest {
    private static final int DISK_BYTES = 8 << 20;
    private static final int READ_BYTES = 128 << 10;
    private static final Duration PATIENT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final byte[] bytes = new byte[DISK_BYTES];

    @AutoClose
    private final NbdClient client = new NbdClient();

    private Path image = Path.of("");

    @BeforeEach
    void writeImage() throws IOException {
        Programs.need("nbdkit");
        new Random(6).nextBytes(bytes);
        image = folder.resolve("disk.raw");
        Files.write(image, bytes);
    }

    @Test
    void aFarServerIsAskedForManyThingsAtOnce() throws Exception {
        try (var server = ExternalServer.nbdkit(image, List.of("-t", "16", "--filter=delay"), "rdelay=200ms");
                var nbd = open(server, 1, PATIENT)) {
            long start = System.nanoTime();

            assertThat(readAll(nbd).join()).isEqualTo(bytes);

            // One after the other, the 64 reads would take 12.8 s.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(9600));
        }
    }

    @Test
    void aServerThatGivesEachConnectionItsShareIsGivenMoreOfThem() throws Exception {
        var log = folder.resolve("log");
        try (var server = ExternalServer.nbdkit(
                        image,
                        List.of("--filter=rate", "--filter=log"),
                        "connection-rate=40M",
                        "burstiness=0.1",
                        "logfile=" + log);
                var nbd = open(server, 4, Duration.ofSeconds(6))) {
            readAll(nbd).join();

            assertThat(readAll(nbd).join()).isEqualTo(bytes);

            try (var lines = Files.lines(log)) {
                var used = lines.filter(line -> line.contains(" Read id="))
                        .map(line -> line.replaceFirst(".*(connection=\\d+).*", "$1"))
                        .distinct();
                assertThat(used).hasSizeGreaterThan(2);
            }
        }
    }

    @Test
    void aSlowServerIsPutUpWith() throws Exception {
        try (var server = ExternalServer.nbdkit(image, List.of("--filter=rate"), "rate=64M", "burstiness=0.1");
                var nbd = open(server, 2, Duration.ofSeconds(6))) {
            assertThat(readAll(nbd).join()).isEqualTo(bytes);
        }
    }

    @Test
    void aServerThatPausesIsWaitedFor() throws Exception {
        var control = folder.resolve("pause.sock");
        try (var server = ExternalServer.nbdkit(image, List.of("--filter=pause"), "pause-control=" + control);
                var nbd = open(server, 2, PATIENT)) {
            tell(control, 'p');
            var reading = readAll(nbd);
            assertThat(reading).isNotDone();
            tell(control, 'r');

            assertThat(reading.join()).isEqualTo(bytes);
        }
    }

    @Test
    void aServerThatPausesForGoodEndsInAFailureThatSaysSo() throws Exception {
        var control = folder.resolve("pause.sock");
        try (var server = ExternalServer.nbdkit(image, List.of("--filter=pause"), "pause-control=" + control);
                var nbd = open(server, 1, Duration.ofSeconds(1))) {
            tell(control, 'p');
            var one = nbd.read(List.of(new NbdDisk.Part(0, ByteBuffer.allocate(READ_BYTES))));

            assertThatThrownBy(one::join)
                    .cause()
                    .isInstanceOf(ReadFailedException.class)
                    .hasMessageContaining("no byte");
            tell(control, 'r');
        }
    }

    @Test
    void aServerThatDiesAndComesBackIsReadOn() throws Exception {
        var slow = dyingServer();
        try (var nbd = open(slow, 2, PATIENT)) {
            var reading = readAll(nbd);
            slow.kill();
            var back = ExternalServer.nbdkitAt(slow.port(), image);
            try {
                assertThat(reading.join()).isEqualTo(bytes);
                assertThat(nbd.lostConnections()).isPositive();
            } finally {
                // It would wait for its clients.
                back.kill();
            }
        }
    }

    @Test
    void aServerThatDiesForGoodEndsInAFailureThatSaysSo() throws Exception {
        var slow = dyingServer();
        try (var nbd = open(slow, 2, PATIENT)) {
            var reading = readAll(nbd);
            slow.kill();

            assertThatThrownBy(reading::join)
                    .cause()
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining("no new one came up in 20 tries")
                    .hasMessageContaining("Connection refused");
        }
    }

    @Test
    void aSecondAddressTakesOverFromOneThatDies() throws Exception {
        var slow = dyingServer();
        try (var other = ExternalServer.nbdkit(image, List.of());
                var nbd = NbdDisk.open(
                        client, "disk", () -> List.of(slow.export(""), other.export("")), settings(2, PATIENT))) {
            var reading = readAll(nbd);
            slow.kill();

            assertThat(reading.join()).isEqualTo(bytes);
            assertThat(nbd.lostConnections()).isPositive();
        }
    }

    /// Takes seconds for each read, so that it cannot be through when it is killed.
    private ExternalServer dyingServer() throws Exception {
        return ExternalServer.nbdkit(image, List.of("--filter=rate"), "rate=512K", "burstiness=0.1");
    }

    private NbdDisk open(ExternalServer server, int connections, Duration replyTimeout) throws InterruptedException {
        return NbdDisk.open(client, "disk", () -> List.of(server.export("")), settings(connections, replyTimeout));
    }

    private static NbdSettings settings(int connections, Duration replyTimeout) {
        return new NbdSettings(
                NbdTls.Disabled,
                connections,
                READ_BYTES,
                Duration.ofSeconds(5),
                replyTimeout,
                Duration.ofMillis(100),
                replyTimeout.equals(PATIENT) ? 20 : 2,
                List.of());
    }

    private static CompletableFuture<byte[]> readAll(NbdDisk nbd) {
        var whole = new byte[DISK_BYTES];
        var reads = new ArrayList<CompletableFuture<Void>>();
        for (int offset = 0; offset < DISK_BYTES; offset += READ_BYTES) {
            reads.add(nbd.read(List.of(new NbdDisk.Part(offset, ByteBuffer.wrap(whole, offset, READ_BYTES)))));
        }
        return CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new)).thenApply(_ -> whole);
    }

    /// Returns when it is so.
    private static void tell(Path control, char what) throws IOException {
        try (var socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(control));
            socket.write(ByteBuffer.wrap(new byte[] {(byte) what}));
            socket.read(ByteBuffer.allocate(1));
        }
    }
}
