package dev.lifeboat.agent.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.agent.api.Transfer.NbdTls;
import dev.lifeboat.agent.nbd.ScriptedNbdServer.Script;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Servers that stand still or trickle, with all times of [StallRule] a thirtieth of what they are: two seconds of
/// silence for a minute.
@Timeout(30)
class StallingServerTest {
    private static final int DISK_BYTES = 4 << 20;
    private static final int READ_BYTES = 64 << 10;

    /// A kilobyte a second, more or less.
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final byte[] disk = new byte[DISK_BYTES];

    @AutoClose
    private final NbdClient client = new NbdClient();

    StallingServerTest() {
        new Random(4).nextBytes(disk);
    }

    @Test
    void aSilentServerIsLeft() throws Exception {
        try (var server = ScriptedNbdServer.plain(
                        disk, number -> number == 0 ? new Script.SilentAfter(2) : new Script.Serve());
                var nbd = open(List.of(server), 1)) {
            assertThat(readAll(nbd)).isEqualTo(disk);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aConnectionThatTricklesBesideAFastOneIsLeft() throws Exception {
        try (var server = ScriptedNbdServer.plain(
                        disk, number -> number == 1 ? new Script.TrickleAfter(1, PAUSE) : new Script.Serve());
                var nbd = open(List.of(server), 2)) {
            assertThat(readAll(nbd)).isEqualTo(disk);
            assertThat(server.answered())
                    .as("the last four of its reads would have taken minutes")
                    .extracting(ScriptedNbdServer.Read::connection)
                    .doesNotContain(1);
        }
    }

    @Test
    void aServerThatTricklesFromTheBeginningIsLeftForAnotherAddress() throws Exception {
        try (var trickling = ScriptedNbdServer.plain(disk, _ -> new Script.TrickleAfter(0, PAUSE));
                var serving = ScriptedNbdServer.plain(disk, _ -> new Script.Serve());
                var nbd = open(List.of(trickling, serving), 1)) {
            assertThat(readAll(nbd)).isEqualTo(disk);
            assertThat(trickling.connections()).isEqualTo(1);
            assertThat(serving.connections()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatIsSilentEachTimeEndsInAFailureThatSaysSo() throws Exception {
        try (var server = ScriptedNbdServer.plain(disk, _ -> new Script.SilentAfter(0));
                var nbd = open(List.of(server), 1)) {
            var one = ByteBuffer.allocate(READ_BYTES);
            CompletableFuture<Void> reading = nbd.read(List.of(new NbdDisk.Part(0, one)));

            assertThatThrownBy(reading::join)
                    .cause()
                    .isInstanceOf(ReadFailedException.class)
                    .hasMessageContaining("failed 2 times")
                    .hasMessageContaining("no byte for 2 s");
        }
    }

    private NbdDisk open(List<ScriptedNbdServer> servers, int connections) throws InterruptedException {
        var settings = new NbdSettings(
                NbdTls.Disabled,
                connections,
                READ_BYTES,
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofMillis(10),
                connections == 1 ? 2 : 5,
                List.of());
        return NbdDisk.open(
                client,
                "disk",
                () -> servers.stream().map(ScriptedNbdServer::export).toList(),
                settings);
    }

    private static byte[] readAll(NbdDisk nbd) {
        var bytes = new byte[DISK_BYTES];
        nbd.read(List.of(new NbdDisk.Part(0, ByteBuffer.wrap(bytes)))).join();
        return bytes;
    }
}
