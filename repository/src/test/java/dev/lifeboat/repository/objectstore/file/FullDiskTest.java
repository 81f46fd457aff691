package dev.lifeboat.repository.objectstore.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real file system of 256 KiB, which Linux gives to an ordinary user in a namespace of its own.
class FullDiskTest {

    @TempDir
    private Path directory;

    @Test
    void aFullDiskIsFinalSaysWhatToDoAndLeavesNothingBehind() throws Exception {
        if (run("unshare", "-rm", "mount", "-t", "tmpfs", "none", directory.toString()).exit != 0) {
            System.err.printf("%n*** NOT TESTED ON A FULL DISK: no namespaces for users on this machine ***%n%n");
            abort("No namespaces");
        }
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        var result = run(
                "unshare",
                "-rm",
                "sh",
                "-c",
                "mount -t tmpfs -o size=256k none \"$1\" && exec \"$2\" -cp \"$3\" \"$4\" \"$1\"",
                "sh",
                directory.toString(),
                java,
                System.getProperty("java.class.path"),
                FullDisk.class.getName());

        assertThat(result.output)
                .contains("NEVER PUT a/large")
                .contains("No space left on device")
                .contains("Free space")
                .contains("left: 0, small: 1000");
    }

    private record Result(int exit, String output) {}

    private static Result run(String... command) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            return new Result(-1, e.toString());
        }
    }
}
