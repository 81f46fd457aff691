package dev.lifeboat.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BenchmarksIT {
    private static final Path SCRIPTS = Path.of("bench");
    private static final String IMAGE_BYTES = String.valueOf(8 << 20);
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource
    void eachPrintsItsTableAndLeavesNothingBehind(String script, List<String> programs, List<String> rows)
            throws Exception {
        for (var program : programs) {
            assumeInstalled(program, script);
        }

        var output = run(script, "1", IMAGE_BYTES);

        assertThat(output).contains(rows);
        try (var left = Files.list(folder.resolve("work"))) {
            assertThat(left).isEmpty();
        }
    }

    static Stream<Arguments> eachPrintsItsTableAndLeavesNothingBehind() {
        return Stream.of(
                Arguments.of(
                        "backup.sh",
                        List.of("nbdkit", "nbdcopy", "zstd", "restic", "openssl"),
                        List.of("agent-file ", "agent-s3-tls", "peak memory of the agent")),
                Arguments.of("restore.sh", List.of("restic", "cmp"), List.of("lifeboat-again", "lifeboat-file")));
    }

    private static void assumeInstalled(String program, String script) {
        boolean installed = Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
        if (!installed) {
            System.err.println("NOT TESTED: " + script + ": " + program + " is not installed");
        }
        assumeTrue(installed);
    }

    /// The first of four that nobody has: another benchmark may be at work on this machine.
    private static int freePorts() {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(20_000, 30_000))
                .limit(100)
                .filter(first -> IntStream.range(first, first + 4).allMatch(BenchmarksIT::isFree))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private String run(String script, String... arguments) throws IOException, InterruptedException {
        var command = Stream.concat(Stream.of(SCRIPTS.resolve(script).toString()), Stream.of(arguments))
                .toList();
        var output = folder.resolve("output");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment()
                .put("TMPDIR", Files.createDirectory(folder.resolve("work")).toString());
        builder.environment().put("BENCH_PORT", Integer.toString(freePorts()));
        var process = builder.start();
        boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        var printed = Files.readString(output);
        assertThat(ended).as("%s ends: %s", script, printed).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }
}
