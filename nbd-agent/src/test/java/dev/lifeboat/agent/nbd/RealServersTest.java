package dev.lifeboat.agent.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.agent.Programs;
import dev.lifeboat.agent.api.Transfer;
import dev.lifeboat.agent.api.Transfer.NbdTls;
import dev.lifeboat.agent.api.Transfer.OnUnavailable;
import dev.lifeboat.xen.NbdExport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our client against NBD servers that others wrote, by the SHA-256 of what is read.
class RealServersTest {
    /// Not a multiple of the read size, nor of 64 KiB.
    private static final int DISK_BYTES = (24 << 20) + 41 * 512;

    @TempDir
    private Path folder;

    private Path image = Path.of("");
    private String sha256 = "";

    @BeforeEach
    void writeImage() throws Exception {
        image = folder.resolve("disk.raw");
        var bytes = new byte[DISK_BYTES];
        new Random(5).nextBytes(bytes);
        java.util.Arrays.fill(bytes, 3 << 20, 9 << 20, (byte) 0);
        Files.write(image, bytes);
        sha256 = sha256(ByteBuffer.wrap(bytes));
    }

    @Test
    void nbdkitInTheClear() throws Exception {
        Programs.need("nbdkit");
        try (var server = ExternalServer.nbdkit(image, List.of())) {
            assertThat(readAll(server, "", "", NbdTls.Disabled)).isEqualTo(sha256);
        }
    }

    @Test
    void nbdkitOverTls() throws Exception {
        Programs.need("nbdkit");
        var certificate = certificates();
        try (var server = ExternalServer.nbdkit(image, List.of("--tls=require", "--tls-certificates=" + folder))) {
            assertThat(readAll(server, "", certificate, NbdTls.Required)).isEqualTo(sha256);
            assertThatThrownBy(() -> readAll(server, "", "", NbdTls.Disabled))
                    .isInstanceOf(NbdUnavailableException.class)
                    .hasMessageContaining("only inside TLS");
        }
    }

    @Test
    void nbdkitThatFailsEachReadNowAndThen() throws Exception {
        Programs.need("nbdkit");
        try (var server =
                ExternalServer.nbdkit(image, List.of("--filter=error"), "error-pread=EIO", "error-pread-rate=5%")) {
            assertThat(readAll(server, "", "", NbdTls.Disabled)).isEqualTo(sha256);
        }
    }

    @Test
    void nbdkitWithRoomForOneClient() throws Exception {
        Programs.need("nbdkit");
        try (var server = ExternalServer.nbdkit(image, List.of("--filter=limit"), "limit=1")) {
            assertThat(readAll(server, "", "", NbdTls.Disabled)).isEqualTo(sha256);
        }
    }

    @Test
    void qemuNbdInTheClear() throws Exception {
        Programs.need("qemu-nbd");
        try (var server = ExternalServer.qemuNbd(image, "-x", "vda")) {
            assertThat(readAll(server, "vda", "", NbdTls.Disabled)).isEqualTo(sha256);
            assertThatThrownBy(() -> readAll(server, "vdb", "", NbdTls.Disabled))
                    .isInstanceOf(NbdUnavailableException.class)
                    .hasMessageContaining("UNKNOWN_EXPORT");
        }
    }

    @Test
    void qemuNbdOverTls() throws Exception {
        Programs.need("qemu-nbd");
        var certificate = certificates();
        var credentials = "tls-creds-x509,id=t0,dir=" + folder + ",endpoint=server,verify-peer=no";
        try (var server = ExternalServer.qemuNbd(image, "--object", credentials, "--tls-creds", "t0")) {
            assertThat(readAll(server, "", certificate, NbdTls.Required)).isEqualTo(sha256);
        }
    }

    @Test
    void nbdServerOfTheNbdProject() throws Exception {
        Programs.need("nbd-server");
        try (var server = ExternalServer.nbdServer(image, folder)) {
            assertThat(readAll(server, "disk", "", NbdTls.Disabled)).isEqualTo(sha256);
        }
    }

    private String certificates() throws Exception {
        var certificate = ScriptedNbdServer.newCertificate("localhost");
        Files.writeString(folder.resolve("server-cert.pem"), certificate.getCertificatePEM());
        Files.writeString(folder.resolve("ca-cert.pem"), certificate.getRootCertificatePEM());
        Files.writeString(folder.resolve("server-key.pem"), certificate.getPrivateKeyPEM());
        return certificate.getCertificatePEM();
    }

    private static String readAll(ExternalServer server, String exportName, String certificate, NbdTls tls)
            throws InterruptedException, IOException {
        var export = new NbdExport(exportName, "127.0.0.1", server.port(), certificate, "localhost");
        var settings = NbdSettings.of(new Transfer(tls, 3, 256 << 10, OnUnavailable.Fail, OnUnavailable.Fail));
        try (var client = new NbdClient();
                var disk = NbdDisk.open(client, "disk", () -> List.of(export), settings)) {
            var whole = ByteBuffer.allocateDirect(DISK_BYTES);
            var reads = new ArrayList<CompletableFuture<Void>>();
            for (int offset = 0; offset < DISK_BYTES; offset += 1 << 20) {
                var part = whole.slice(offset, Math.min(1 << 20, DISK_BYTES - offset));
                reads.add(disk.read(List.of(new NbdDisk.Part(offset, part))));
            }
            reads.forEach(CompletableFuture::join);
            return sha256(whole);
        }
    }

    private static String sha256(ByteBuffer bytes) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return HexFormat.of().formatHex(digest.digest());
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }
}
