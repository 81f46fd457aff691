package dev.lifeboat.agent.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lifeboat.agent.api.Transfer.NbdTls;
import dev.lifeboat.agent.nbd.ScriptedNbdServer.Read;
import dev.lifeboat.agent.nbd.ScriptedNbdServer.Script;
import dev.lifeboat.xen.NbdExport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NbdDiskTest {
    private static final int DISK_BYTES = 1 << 20;
    private static final int READ_BYTES = 64 << 10;

    private final byte[] disk = new byte[DISK_BYTES];
    private final NbdClient client = new NbdClient();

    NbdDiskTest() {
        new Random(3).nextBytes(disk);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void readsAreSpreadOverConnectionsAndEachIsAskedOnce() throws Exception {
        try (var server = ScriptedNbdServer.plain(disk, _ -> new Script.Serve());
                var nbd = open(server, plain(2))) {
            assertThat(readAll(nbd)).isEqualTo(disk);

            assertThat(server.connections()).isEqualTo(2);
            assertThat(server.answered())
                    .extracting(Read::offset)
                    .doesNotHaveDuplicates()
                    .hasSize(16);
            assertThat(server.answered()).extracting(Read::connection).contains(0, 1);
        }
    }

    @Test
    void aTlsServerIsBelievedByTheCertificateThatThePoolNames() throws Exception {
        var certificate = ScriptedNbdServer.newCertificate("host1");
        try (var server = ScriptedNbdServer.tls(disk, certificate, _ -> new Script.Serve());
                var nbd = open(server, tls(NbdTls.Required))) {
            assertThat(nbd.isEncrypted()).isTrue();
            assertThat(readAll(nbd)).isEqualTo(disk);
        }
    }

    @Test
    void withoutEpollTheJdkCarriesTheSameBytes() throws Exception {
        var certificate = ScriptedNbdServer.newCertificate("host1");
        try (var jdk = new NbdClient(Transport.JDK);
                var plain = ScriptedNbdServer.plain(disk, _ -> new Script.Serve());
                var secret = ScriptedNbdServer.tls(disk, certificate, _ -> new Script.Serve());
                var inTheClear = NbdDisk.open(jdk, "disk", () -> List.of(plain.export()), plain(2));
                var insideTls = NbdDisk.open(jdk, "disk", () -> List.of(secret.export()), tls(NbdTls.Required))) {
            assertThat(readAll(inTheClear)).isEqualTo(disk);
            assertThat(readAll(insideTls)).isEqualTo(disk);
        }
    }

    @Test
    void buffersOutsideOfTheHeapAndWithinArraysAreFilledAlike() throws Exception {
        try (var server = ScriptedNbdServer.plain(disk, _ -> new Script.Serve());
                var nbd = open(server, plain(1))) {
            var array = new byte[DISK_BYTES + 100];
            var direct =
                    ByteBuffer.allocateDirect(DISK_BYTES + 100).position(60).slice(7, READ_BYTES);
            nbd.read(List.of(
                            new NbdDisk.Part(0, ByteBuffer.wrap(array, 100, DISK_BYTES)),
                            new NbdDisk.Part(READ_BYTES, direct)))
                    .join();

            assertThat(Arrays.copyOfRange(array, 100, array.length)).isEqualTo(disk);
            assertThat(direct).isEqualTo(ByteBuffer.wrap(disk, READ_BYTES, READ_BYTES));
        }
    }

    @Test
    void anotherCertificateOfTheSameNameIsNotBelieved() throws Exception {
        var real = ScriptedNbdServer.newCertificate("host1");
        var other = ScriptedNbdServer.newCertificate("host1");
        try (var server = ScriptedNbdServer.tls(disk, real, _ -> new Script.Serve())) {
            var genuine = server.export();
            var export = new NbdExport(
                    genuine.exportName(), genuine.address(), genuine.port(), other.getCertificatePEM(), "host1");

            assertThatThrownBy(() -> NbdDisk.open(client, "disk", () -> List.of(export), tls(NbdTls.Preferred)))
                    .isInstanceOf(NbdUnavailableException.class)
                    .hasMessageContaining("certificate other than the one");
        }
    }

    @Test
    void whereTlsIsPreferredAServerWithoutItServesInTheClear() throws Exception {
        try (var server = ScriptedNbdServer.plain(disk, _ -> new Script.Serve());
                var nbd = open(server, tls(NbdTls.Preferred))) {
            assertThat(nbd.isEncrypted()).isFalse();
            assertThat(readAll(nbd)).isEqualTo(disk);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 16, 17, 65_552, 65_560, 300_000, 900_000})
    void whatACutConnectionOwedIsAskedOnAnother(long bytes) throws Exception {
        try (var server = ScriptedNbdServer.plain(
                        disk, number -> number == 1 ? new Script.CutAfter(bytes) : new Script.Serve());
                var nbd = open(server, plain(2))) {
            assertThat(readAll(nbd)).isEqualTo(disk);
            assertThat(server.answered())
                    .filteredOn(read -> read.connection() != 1)
                    .extracting(Read::offset)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aLoneConnectionThatIsCutIsReplacedAfterAskingThePoolAnew() throws Exception {
        var lookups = new AtomicInteger();
        try (var server = ScriptedNbdServer.plain(
                disk, number -> number == 0 ? new Script.CutAfter(200_000) : new Script.Serve())) {
            ExportLookup lookup = () -> {
                lookups.incrementAndGet();
                return List.of(server.export());
            };
            try (var nbd = NbdDisk.open(client, "disk", lookup, plain(1))) {
                assertThat(readAll(nbd)).isEqualTo(disk);
                assertThat(lookups).hasValue(2);
                assertThat(nbd.lostConnections()).isEqualTo(1);
                assertThat(nbd.repeatedRequests()).isPositive();
            }
        }
    }

    @Test
    void aServerThatAnswersTheWrongCookieIsLeft() throws Exception {
        try (var server = ScriptedNbdServer.plain(
                        disk, number -> number == 0 ? new Script.WrongCookieAt(3) : new Script.Serve());
                var nbd = open(server, plain(1))) {
            assertThat(readAll(nbd)).isEqualTo(disk);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aReadErrorIsAskedAgain() throws Exception {
        try (var server = ScriptedNbdServer.plain(disk, _ -> new Script.ErrorAt(4, 5));
                var nbd = open(server, plain(1))) {
            assertThat(readAll(nbd)).isEqualTo(disk);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aReadThatIsRefusedForGoodFailsAtOnce() throws Exception {
        try (var server = ScriptedNbdServer.plain(disk, _ -> new Script.ErrorAt(4, 1));
                var nbd = open(server, plain(1))) {
            assertThatThrownBy(() -> readAll(nbd))
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(ReadFailedException.class)
                    .hasMessageContaining("EPERM")
                    .hasMessageContaining("offset 262144");
        }
    }

    @Test
    void aServerThatCutsEveryTimeEndsInAFailureThatSaysSo() throws Exception {
        try (var server = ScriptedNbdServer.plain(disk, _ -> new Script.CutAfter(10));
                var nbd = open(server, plain(1))) {
            assertThatThrownBy(() -> readAll(nbd))
                    .cause()
                    .isInstanceOf(ReadFailedException.class)
                    .hasMessageContaining("failed 3 times")
                    .hasMessageContaining("closed the connection");
        }
    }

    @Test
    void aServerThatIsGoneForGoodEndsInAFailureThatSaysSo() throws Exception {
        var server = ScriptedNbdServer.plain(disk, _ -> new Script.SilentAfter(1));
        try (var nbd = open(server, plain(1))) {
            var reading = readLater(nbd);
            server.close();
            assertThatThrownBy(reading::join)
                    .cause()
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining("no new one came up in 3 tries");
        }
    }

    @Test
    void addressesAreTriedInOrder() throws Exception {
        try (var full = ScriptedNbdServer.plain(disk, _ -> new Script.CloseAtOnce());
                var refusing = ScriptedNbdServer.plain(disk, _ -> new Script.RefuseExport());
                var serving = ScriptedNbdServer.plain(disk, _ -> new Script.Serve());
                var nbd = NbdDisk.open(
                        client, "disk", () -> List.of(full.export(), refusing.export(), serving.export()), plain(1))) {
            assertThat(readAll(nbd)).isEqualTo(disk);
            assertThat(full.connections()).isEqualTo(1);
            assertThat(refusing.connections()).isEqualTo(1);
        }
    }

    @Test
    void whenNobodyServesEachServersAnswerIsTold() throws Exception {
        try (var full = ScriptedNbdServer.plain(disk, _ -> new Script.CloseAtOnce());
                var refusing = ScriptedNbdServer.plain(disk, _ -> new Script.RefuseExport())) {
            assertThatThrownBy(() ->
                            NbdDisk.open(client, "disk", () -> List.of(full.export(), refusing.export()), plain(1)))
                    .isInstanceOf(NbdUnavailableException.class)
                    .hasMessageContaining("before its greeting")
                    .hasMessageContaining("instead of opening the export")
                    .message()
                    .doesNotContain("secret");
        }
    }

    @Test
    void fewerConnectionsThanWishedForAreEnough() throws Exception {
        try (var server = ScriptedNbdServer.plain(
                        disk, number -> number < 2 ? new Script.Serve() : new Script.CloseAtOnce());
                var nbd = open(server, plain(4))) {
            assertThat(readAll(nbd)).isEqualTo(disk);
        }
    }

    @Test
    void closingSaysGoodByeOnEachConnection() throws Exception {
        try (var server = ScriptedNbdServer.plain(disk, _ -> new Script.Serve())) {
            open(server, plain(2)).close();

            await().atMost(Duration.ofSeconds(5))
                    .until(() -> server.disconnected().size() == 2);
        }
    }

    @Test
    void closingEndsReadsInFlight() throws Exception {
        try (var server = ScriptedNbdServer.plain(disk, _ -> new Script.SilentAfter(0))) {
            var nbd = open(server, plain(1));
            var reading = readLater(nbd);
            nbd.close();

            assertThatThrownBy(reading::join).hasMessageContaining("closed");
        }
    }

    private NbdDisk open(ScriptedNbdServer server, NbdSettings settings) throws InterruptedException {
        return NbdDisk.open(client, "disk", () -> List.of(server.export()), settings);
    }

    private static byte[] readAll(NbdDisk nbd) {
        var whole = ByteBuffer.allocateDirect(DISK_BYTES);
        nbd.read(List.of(new NbdDisk.Part(0, whole))).join();
        var bytes = new byte[DISK_BYTES];
        whole.get(bytes);
        return bytes;
    }

    private static CompletableFuture<Void> readLater(NbdDisk nbd) {
        var parts = new ArrayList<NbdDisk.Part>();
        for (int offset = 0; offset < DISK_BYTES; offset += READ_BYTES) {
            parts.add(new NbdDisk.Part(offset, ByteBuffer.allocateDirect(READ_BYTES)));
        }
        return nbd.read(parts);
    }

    private static NbdSettings plain(int connections) {
        return settings(NbdTls.Disabled, connections);
    }

    private static NbdSettings tls(NbdTls tls) {
        return settings(tls, 2);
    }

    private static NbdSettings settings(NbdTls tls, int connections) {
        return new NbdSettings(
                tls,
                connections,
                READ_BYTES,
                Duration.ofSeconds(2),
                // Slow is not dead on a busy machine.
                Duration.ofSeconds(60),
                Duration.ofMillis(10),
                3,
                List.of(NbdExtent.ALLOCATION));
    }
}
