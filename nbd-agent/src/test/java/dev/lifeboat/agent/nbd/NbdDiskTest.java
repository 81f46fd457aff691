package dev.lifeboat.agent.nbd;

import static dev.lifeboat.agent.nbd.NoiseDisk.DISK_BYTES;
import static dev.lifeboat.agent.nbd.NoiseDisk.READ_BYTES;
import static dev.lifeboat.agent.nbd.NoiseDisk.plain;
import static dev.lifeboat.agent.nbd.NoiseDisk.readAll;
import static dev.lifeboat.agent.nbd.NoiseDisk.tls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.agent.api.Transfer.NbdTls;
import dev.lifeboat.agent.nbd.ScriptedNbdServer.Read;
import dev.lifeboat.agent.nbd.ScriptedNbdServer.Script;
import dev.lifeboat.xen.NbdExport;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// A disk as it is read while its servers do as they should: in the clear, inside TLS, on several connections.
class NbdDiskTest {
    @AutoClose
    private final NoiseDisk noise = new NoiseDisk();

    @Test
    void readsAreSpreadOverConnectionsAndEachIsAskedOnce() throws Exception {
        try (var server = ScriptedNbdServer.plain(noise.bytes, _ -> new Script.Serve());
                var nbd = noise.open(server, plain(2))) {
            assertThat(readAll(nbd)).isEqualTo(noise.bytes);

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
        try (var server = ScriptedNbdServer.tls(noise.bytes, certificate, _ -> new Script.Serve());
                var nbd = noise.open(server, tls(NbdTls.Required))) {
            assertThat(nbd.isEncrypted()).isTrue();
            assertThat(readAll(nbd)).isEqualTo(noise.bytes);
        }
    }

    @Test
    void withoutEpollTheJdkCarriesTheSameBytes() throws Exception {
        var certificate = ScriptedNbdServer.newCertificate("host1");
        try (var jdk = new NbdClient(Transport.JDK);
                var plain = ScriptedNbdServer.plain(noise.bytes, _ -> new Script.Serve());
                var secret = ScriptedNbdServer.tls(noise.bytes, certificate, _ -> new Script.Serve());
                var inTheClear = NbdDisk.open(jdk, "disk", () -> List.of(plain.export()), plain(2));
                var insideTls = NbdDisk.open(jdk, "disk", () -> List.of(secret.export()), tls(NbdTls.Required))) {
            assertThat(readAll(inTheClear)).isEqualTo(noise.bytes);
            assertThat(readAll(insideTls)).isEqualTo(noise.bytes);
        }
    }

    @Test
    void buffersOutsideOfTheHeapAndWithinArraysAreFilledAlike() throws Exception {
        try (var server = ScriptedNbdServer.plain(noise.bytes, _ -> new Script.Serve());
                var nbd = noise.open(server, plain(1))) {
            var array = new byte[DISK_BYTES + 100];
            var direct =
                    ByteBuffer.allocateDirect(DISK_BYTES + 100).position(60).slice(7, READ_BYTES);
            nbd.read(List.of(
                            new NbdDisk.Part(0, ByteBuffer.wrap(array, 100, DISK_BYTES)),
                            new NbdDisk.Part(READ_BYTES, direct)))
                    .join();

            assertThat(Arrays.copyOfRange(array, 100, array.length)).isEqualTo(noise.bytes);
            assertThat(direct).isEqualTo(ByteBuffer.wrap(noise.bytes, READ_BYTES, READ_BYTES));
        }
    }

    @Test
    void anotherCertificateOfTheSameNameIsNotBelieved() throws Exception {
        var real = ScriptedNbdServer.newCertificate("host1");
        var other = ScriptedNbdServer.newCertificate("host1");
        try (var server = ScriptedNbdServer.tls(noise.bytes, real, _ -> new Script.Serve())) {
            var genuine = server.export();
            var export = new NbdExport(
                    genuine.exportName(), genuine.address(), genuine.port(), other.getCertificatePEM(), "host1");

            assertThatThrownBy(() -> NbdDisk.open(noise.client, "disk", () -> List.of(export), tls(NbdTls.Preferred)))
                    .isInstanceOf(NbdUnavailableException.class)
                    .hasMessageContaining("certificate other than the one");
        }
    }

    @Test
    void whereTlsIsPreferredAServerWithoutItServesInTheClear() throws Exception {
        try (var server = ScriptedNbdServer.plain(noise.bytes, _ -> new Script.Serve());
                var nbd = noise.open(server, tls(NbdTls.Preferred))) {
            assertThat(nbd.isEncrypted()).isFalse();
            assertThat(readAll(nbd)).isEqualTo(noise.bytes);
        }
    }

    @Test
    void closingSaysGoodByeOnEachConnection() throws Exception {
        try (var server = ScriptedNbdServer.plain(noise.bytes, _ -> new Script.Serve())) {
            noise.open(server, plain(2)).close();

            server.awaitGoodByes(2);
        }
    }
}
