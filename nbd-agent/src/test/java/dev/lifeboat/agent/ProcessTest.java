package dev.lifeboat.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program as a process of its own: exit codes, streams and signals as a shell sees them.
class ProcessTest {
    private static final String VM = "00000000-0000-0000-0000-00000000000a";

    @TempDir
    private Path folder;

    @Test
    void aDiskComesBackByteForByte() throws Exception {
        var disk = new byte[3 << 20];
        new Random(5).nextBytes(disk);
        Arrays.fill(disk, 1 << 20, 2 << 20, (byte) 0);
        Files.write(folder.resolve("disk"), disk);
        var location = "file://" + folder.resolve("backups");
        var key = folder.resolve("key").toString();

        run(0, "repository", "new-key", key);
        run(0, "repository", "create", location, "--add-key", "operator=" + key);
        run(0, importing(location, key, "first"));
        disk[100] ^= 1;
        Files.write(folder.resolve("disk"), disk);
        run(0, with(importing(location, key, "second"), "--base", "first"));
        assertThat(run(0, "repository", "points", location, "--key-file", key)).contains("first", "second");
        assertThat(run(0, "repository", "verify", location, "--key-file", key, "--depth", "every-byte"))
                .contains("No damage found");
        var restored = folder.resolve("restored").toString();
        run(0, "repository", "export-disk", location, "--key-file", key, "--vm", VM, "--output", restored);
        assertThat(Files.mismatch(folder.resolve("disk"), folder.resolve("restored")))
                .isEqualTo(-1);
        run(0, "repository", "delete-point", location, "--key-file", key, "--vm", VM, "--point", "first");
        run(3, "repository", "export-disk", location, "--key-file", key, "--vm", VM, "--point", "first", "-o", "x");
        assertThat(run(0, "repository", "prune", location, "--key-file", key)).contains("1 points, 1 deleted ones");
        run(0, "repository", "undelete", location, "--key-file", key, "--vm", VM, "--point", "first");
        assertThat(run(0, "repository", "points", location, "--key-file", key)).contains("first", "second");
        run(6, "repository", "points", location);
        run(2, "repository", "points");
    }

    @Test
    void aSignalEndsAnImportWithNothingCommitted() throws Exception {
        var location = "file://" + folder.resolve("backups");
        run(0, "repository", "create", location, "--unencrypted");
        var process = start(
                "repository", "import-disk", location, "--unencrypted", "--vm", VM, "--size", "64GiB", "--input", "-");
        var half = new byte[16 << 20];
        new Random(6).nextBytes(half);
        process.getOutputStream().write(half);
        process.getOutputStream().flush();

        // What Ctrl-C does, too; but a shell makes its background jobs deaf to that, and so all that they start.
        process.destroy();
        try {
            while (process.isAlive()) {
                process.getOutputStream().write(half);
                process.getOutputStream().flush();
            }
        } catch (IOException e) {
            assertThat(e).as("the other end has closed").isNotNull();
        }

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(run(0, "repository", "points", location, "--unencrypted")).contains("No recovery points");
    }

    private String[] importing(String location, String key, String point) {
        return new String[] {
            "repository",
            "import-disk",
            location,
            "--key-file",
            key,
            "--vm",
            VM,
            "--point",
            point,
            "--input",
            folder.resolve("disk").toString()
        };
    }

    private static String[] with(String[] arguments, String... more) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /// @return standard output
    private String run(int exit, String... arguments) throws Exception {
        var process = start(arguments);
        process.getOutputStream().close();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as("%s%n%s%n%s", String.join(" ", arguments), out, Files.readString(folder.resolve("err")))
                .isEqualTo(exit);
        return out;
    }

    private Process start(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx272m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                AgentMain.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("err").toFile())
                .start();
    }
}
