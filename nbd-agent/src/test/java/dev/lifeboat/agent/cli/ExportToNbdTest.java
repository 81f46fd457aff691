package dev.lifeboat.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.Programs;
import dev.lifeboat.agent.nbd.ExternalServer;
import dev.lifeboat.agent.nbd.ScriptedNbdServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A disk of a recovery point onto what NBD servers of others serve.
class ExportToNbdTest {
    private static final int MIB = 1 << 20;
    private static final String VM = "11111111-1111-1111-1111-111111111111";

    @TempDir
    private Path folder;

    private final Cli cli = new Cli();
    private final List<ExternalServer> servers = new ArrayList<>();
    private final byte[] disk = new byte[21 * MIB + 512];
    private Path image;

    @BeforeEach
    void aPointAndAServedFileWithOldContent() throws IOException {
        new Random(4).nextBytes(disk);
        Arrays.fill(disk, 3 * MIB, 17 * MIB, (byte) 0);
        Arrays.fill(disk, 20 * MIB, disk.length, (byte) 0);
        Files.write(folder.resolve("disk"), disk);
        cli.line("repository create file://%s --unencrypted", folder.resolve("backups"))
                .ends(0);
        cli.line(
                        "repository import-disk file://%s --unencrypted --vm %s --input %s",
                        folder.resolve("backups"), VM, folder.resolve("disk"))
                .ends(0);
        image = folder.resolve("served");
        var old = new byte[disk.length];
        Arrays.fill(old, (byte) 7);
        Files.write(image, old);
    }

    @AfterEach
    void stop() {
        servers.forEach(ExternalServer::close);
    }

    private int start(String... command) throws IOException {
        Programs.need(command[0]);
        var server = ExternalServer.start(List.of(command));
        servers.add(server);
        return server.port();
    }

    private int nbdkit(String... more) throws IOException {
        var command = new ArrayList<>(List.of("nbdkit", "-f", "-i", "127.0.0.1", "-p", "PORT"));
        command.addAll(List.of(more));
        return start(command.toArray(String[]::new));
    }

    private Cli.Outcome export(String target) {
        return cli.line(
                "repository export-disk file://%s --unencrypted --vm %s --output %s",
                folder.resolve("backups"), VM, target);
    }

    @Test
    void qemuGetsEveryByteAndZerosAsHoles() throws Exception {
        int port = start("qemu-nbd", "-f", "raw", "-t", "-e", "8", "-b", "127.0.0.1", "-p", "PORT", image.toString());

        export("nbd://127.0.0.1:" + port + "/").ends(0);

        assertThat(Files.readAllBytes(image)).isEqualTo(disk);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--filter=nozero", "--filter=blocksize-policy"})
    void nbdkitGetsEveryByteWhetherOrNotItKnowsOfZeros(String filter) throws Exception {
        var command = new ArrayList<>(List.of("-t", "4", "-e", "disk"));
        if (!filter.isEmpty()) {
            command.add(filter);
        }
        command.addAll(List.of("file", image.toString()));
        int port = nbdkit(command.toArray(String[]::new));

        var said = export("nbd://127.0.0.1:" + port + "/disk").ends(0).err();

        assertThat(Files.readAllBytes(image)).isEqualTo(disk);
        assertThat(said).contains("Wrote disk 0");
    }

    @Test
    void overTlsTheServersCertificateHasToBeTrusted() throws Exception {
        var certificate = ScriptedNbdServer.newCertificate("localhost");
        Files.writeString(folder.resolve("server-cert.pem"), certificate.getCertificatePEM());
        Files.writeString(folder.resolve("ca-cert.pem"), certificate.getRootCertificatePEM());
        Files.writeString(folder.resolve("server-key.pem"), certificate.getPrivateKeyPEM());
        int port = nbdkit("--tls=require", "--tls-certificates=" + folder, "file", image.toString());

        export("nbds://localhost:" + port + "/?ca=" + folder.resolve("ca-cert.pem"))
                .ends(0);
        var untrusted = export("nbds://localhost:" + port + "/").ends(Exit.DENIED.number());
        var plain = export("nbd://localhost:" + port + "/").ends(Exit.DENIED.number());

        assertThat(Files.readAllBytes(image)).isEqualTo(disk);
        assertThat(untrusted.err()).contains("certification path");
        assertThat(plain.err()).contains("nbds://");
    }

    @Test
    void aServerThatFailsWritesIsSaidToFail() throws Exception {
        int port = nbdkit("--filter=error", "file", image.toString(), "error-pwrite=ENOSPC", "error-pwrite-rate=1");

        var outcome = export("nbd://127.0.0.1:" + port + "/");

        assertThat(outcome.exit()).isEqualTo(Exit.DENIED.number());
        assertThat(outcome.err()).contains("no space left");
    }

    @Test
    void whatCannotBeWrittenToIsNamed() throws Exception {
        int readOnly = nbdkit("-r", "file", image.toString());
        var small = folder.resolve("small");
        Files.write(small, new byte[MIB]);
        int tooSmall = nbdkit("file", small.toString());

        assertThat(export("nbd://127.0.0.1:" + readOnly + "/")
                        .ends(Exit.DENIED.number())
                        .err())
                .contains("for reading only");
        assertThat(export("nbd://127.0.0.1:" + tooSmall + "/")
                        .ends(Exit.DENIED.number())
                        .err())
                .contains("has " + MIB + " bytes");
        assertThat(export("nbds://127.0.0.1:" + tooSmall + "/")
                        .ends(Exit.DENIED.number())
                        .err())
                .contains("no TLS");
        export("nbd:///nohost").ends(Exit.USAGE.number());
        export("nbd://host/x?ca=y").ends(Exit.USAGE.number());
        assertThat(export("nbd://127.0.0.1:1/").ends(Exit.DENIED.number()).err())
                .contains("refused");
    }
}
