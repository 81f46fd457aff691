package dev.lifeboat.e2e.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.e2e.stack.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The main job, as a user runs it: its own process, every byte compared.
class QuickstartE2E {
    @TempDir
    private Path folder;

    @Test
    void aVmIsBackedUpTwiceAndComesBack() throws Exception {
        var log = folder.resolve("quickstart.log");

        var exitCode = run(log);

        var output = Files.readString(log);
        assertThat(exitCode).as(output).isZero();
        assertThat(output)
                .contains("bytes read equal the blocks that the guests touched")
                .contains("every byte equal, read through the pool's own export");
        assertThat(leftovers()).isEmpty();
    }

    private int run(Path log) throws IOException, InterruptedException {
        var jar = Installation.here()
                .root()
                .resolve("e2e/target")
                .toFile()
                .listFiles((directory, name) -> name.matches("lifeboat-e2e-.*(?<!tests)\\.jar"))[0];
        var process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                        "-jar",
                        jar.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(6, TimeUnit.MINUTES))
                    .as("the quickstart ends in time")
                    .isTrue();
            return process.exitValue();
        } finally {
            process.destroy();
        }
    }

    /// What is still on disk after the quickstart ended.
    private List<Path> leftovers() throws IOException {
        try (var files = Files.list(folder.resolve("tmp"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("lifeboat-"))
                    .toList();
        }
    }
}
