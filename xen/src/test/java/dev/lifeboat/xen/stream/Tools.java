package dev.lifeboat.xen.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// Programs of others, which read and write the same formats.
public final class Tools {

    private Tools() {}

    /// Ends the test with a loud line where this machine lacks a program.
    public static void need(String program) {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        need(there, program + " is not installed here; build/install-test-tools installs it");
    }

    public static void need(boolean there, String otherwise) {
        if (!there) {
            System.err.println("NOT TESTED: " + otherwise);
        }
        Assumptions.assumeTrue(there, otherwise);
    }

    /// Runs a program that has to succeed.
    ///
    /// @return what it says
    public static String run(Path folder, String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
        return output;
    }
}
