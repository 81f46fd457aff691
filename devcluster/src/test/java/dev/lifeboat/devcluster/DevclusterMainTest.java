package dev.lifeboat.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Why it cannot start, in one line.
class DevclusterMainTest {
    @TempDir
    private Path folder;

    @Test
    void aPortThatCannotBe() {
        assertThat(refused("--data", folder.toString(), "--port", "99999"))
                .isEqualTo("The devcluster cannot start: --port takes 0 to 65535, not 99999");
    }

    @Test
    void aPortThatIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(refused("--data", folder.toString(), "--port", "" + taken.getLocalPort()))
                    .startsWith("The devcluster cannot start: ")
                    .contains("Address already in use");
        }
    }

    @Test
    void aFolderThatCannotBeWritten() throws IOException {
        var file = Files.createFile(folder.resolve("file"));

        assertThat(refused("--data", file.resolve("data").toString()))
                .startsWith("The devcluster cannot start: nothing can be written to " + file);
    }

    @Test
    void anImageThatIsNotThere() {
        assertThat(refused("--data", folder.toString(), "--image", "agent=/no/where"))
                .isEqualTo("The devcluster cannot start: --image agent names /no/where, which is no folder");
    }

    private static String refused(String... arguments) {
        var err = new StringWriter();

        var exitCode = DevclusterMain.commandLine().setErr(new PrintWriter(err)).execute(arguments);

        assertThat(exitCode).isEqualTo(1);
        return err.toString().strip();
    }
}
