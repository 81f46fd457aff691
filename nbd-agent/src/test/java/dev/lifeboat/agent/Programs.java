package dev.lifeboat.agent;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/// Programs of others, against which some tests hold ours.
public final class Programs {
    private Programs() {}

    /// Ends the test with a loud line where this machine lacks the program.
    public static void need(String program) {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!there) {
            System.err.println(
                    "NOT TESTED: " + program + " is not installed here; build/install-test-tools installs it");
        }
        Assumptions.assumeTrue(there, program + " is not installed");
    }
}
