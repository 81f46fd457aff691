package dev.lifeboat.agent.nbd;

import static dev.lifeboat.agent.nbd.NoiseDisk.plain;
import static dev.lifeboat.agent.nbd.NoiseDisk.readAll;
import static dev.lifeboat.agent.nbd.NoiseDisk.readLater;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.agent.nbd.ScriptedNbdServer.Read;
import dev.lifeboat.agent.nbd.ScriptedNbdServer.Script;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that cut, lie, refuse or are gone: the disk is read all the same, or fails with what they said.
class NbdDiskFaultsTest {
    @AutoClose
    private final NoiseDisk noise = new NoiseDisk();

    @ParameterizedTest
    @ValueSource(longs = {1, 16, 17, 65_552, 65_560, 300_000, 900_000})
    void whatACutConnectionOwedIsAskedOnAnother(long bytes) throws Exception {
        try (var server = ScriptedNbdServer.plain(
                        noise.bytes, number -> number == 1 ? new Script.CutAfter(bytes) : new Script.Serve());
                var nbd = noise.open(server, plain(2))) {
            assertThat(readAll(nbd)).isEqualTo(noise.bytes);
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
                noise.bytes, number -> number == 0 ? new Script.CutAfter(200_000) : new Script.Serve())) {
            ExportLookup lookup = () -> {
                lookups.incrementAndGet();
                return List.of(server.export());
            };
            try (var nbd = NbdDisk.open(noise.client, "disk", lookup, plain(1))) {
                assertThat(readAll(nbd)).isEqualTo(noise.bytes);
                assertThat(lookups).hasValue(2);
                assertThat(nbd.lostConnections()).isEqualTo(1);
                assertThat(nbd.repeatedRequests()).isPositive();
            }
        }
    }

    @Test
    void aServerThatAnswersTheWrongCookieIsLeft() throws Exception {
        try (var server = ScriptedNbdServer.plain(
                        noise.bytes, number -> number == 0 ? new Script.WrongCookieAt(3) : new Script.Serve());
                var nbd = noise.open(server, plain(1))) {
            assertThat(readAll(nbd)).isEqualTo(noise.bytes);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aReadErrorIsAskedAgain() throws Exception {
        try (var server = ScriptedNbdServer.plain(noise.bytes, _ -> new Script.ErrorAt(4, 5));
                var nbd = noise.open(server, plain(1))) {
            assertThat(readAll(nbd)).isEqualTo(noise.bytes);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(nbd.repeatedRequests()).isPositive();
        }
    }

    @Test
    void aReadThatIsRefusedForGoodFailsAtOnce() throws Exception {
        try (var server = ScriptedNbdServer.plain(noise.bytes, _ -> new Script.ErrorAt(4, 1));
                var nbd = noise.open(server, plain(1))) {
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
        try (var server = ScriptedNbdServer.plain(noise.bytes, _ -> new Script.CutAfter(10));
                var nbd = noise.open(server, plain(1))) {
            assertThatThrownBy(() -> readAll(nbd))
                    .cause()
                    .isInstanceOf(ReadFailedException.class)
                    .hasMessageContaining("failed 3 times")
                    .hasMessageContaining("closed the connection");
        }
    }

    @Test
    void aServerThatIsGoneForGoodEndsInAFailureThatSaysSo() throws Exception {
        var server = ScriptedNbdServer.plain(noise.bytes, _ -> new Script.SilentAfter(1));
        try (var nbd = noise.open(server, plain(1))) {
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
        try (var full = ScriptedNbdServer.plain(noise.bytes, _ -> new Script.CloseAtOnce());
                var refusing = ScriptedNbdServer.plain(noise.bytes, _ -> new Script.RefuseExport());
                var serving = ScriptedNbdServer.plain(noise.bytes, _ -> new Script.Serve());
                var nbd = NbdDisk.open(
                        noise.client,
                        "disk",
                        () -> List.of(full.export(), refusing.export(), serving.export()),
                        plain(1))) {
            assertThat(readAll(nbd)).isEqualTo(noise.bytes);
            assertThat(full.connections()).isEqualTo(1);
            assertThat(refusing.connections()).isEqualTo(1);
        }
    }

    @Test
    void whenNobodyServesEachServersAnswerIsTold() throws Exception {
        try (var full = ScriptedNbdServer.plain(noise.bytes, _ -> new Script.CloseAtOnce());
                var refusing = ScriptedNbdServer.plain(noise.bytes, _ -> new Script.RefuseExport())) {
            assertThatThrownBy(() -> NbdDisk.open(
                            noise.client, "disk", () -> List.of(full.export(), refusing.export()), plain(1)))
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
                        noise.bytes, number -> number < 2 ? new Script.Serve() : new Script.CloseAtOnce());
                var nbd = noise.open(server, plain(4))) {
            assertThat(readAll(nbd)).isEqualTo(noise.bytes);
        }
    }

    @Test
    void closingEndsReadsInFlight() throws Exception {
        try (var server = ScriptedNbdServer.plain(noise.bytes, _ -> new Script.SilentAfter(0))) {
            var nbd = noise.open(server, plain(1));
            var reading = readLater(nbd);
            nbd.close();

            assertThatThrownBy(reading::join).hasMessageContaining("closed");
        }
    }
}
