package dev.lifeboat.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeboat.simulator.profile.Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The npm package `xen-api`, a client written by others, takes each release of the simulator for a real pool: it
/// connects, lists VMs, hears of a snapshot it takes by event, and destroys it. `build/install-test-tools` fetches it.
class XenApiPackageIT {
    private static final Path PACKAGE = Path.of(
            System.getenv().getOrDefault("LIFEBOAT_NPM_DIR", System.getProperty("user.home") + "/.cache/lifeboat/npm"),
            "node_modules",
            "xen-api");
    private static final long LIMIT_SECONDS = 60;

    @TempDir
    private Path directory;

    static List<Profile> profiles() {
        return Profile.all();
    }

    private static boolean runs(String program) {
        try {
            return new ProcessBuilder(program, "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("profiles")
    void aClientOfOthersWorksWithThePool(Profile profile) throws Exception {
        boolean present = Files.exists(PACKAGE.resolve("index.mjs")) && runs("node");
        if (!present) {
            System.err.println("NOT TESTED: the npm package xen-api against release " + profile + ": no node, or no "
                    + PACKAGE + "; build/install-test-tools fetches it");
        }
        Assumptions.assumeTrue(present, "xen-api is not installed");
        try (var small = SmallPool.start(PoolOptions.quick().profile(profile))) {
            var seen = new ObjectMapper().readTree(run(small.pool()));
            assertThat(seen.path("vms")).extracting(name -> name.asText()).containsExactly("still", "vm");
            assertThat(seen.path("ref").asText())
                    .isEqualTo(seen.path("snapshot").asText());
            assertThat(seen.path("disks")).hasSize(2).allMatch(disk -> disk.asBoolean());
            assertThat(seen.path("refused").asText()).isEqualTo("MESSAGE_METHOD_UNKNOWN");
            assertThat(seen.path("description").asText()).isEqualTo("seen by xen-api");
            assertThat(small.pool().control().state().snapshotVms()).isZero();
        }
    }

    private String run(PoolSimulator pool) throws Exception {
        var script = directory.resolve("xen-api-client.mjs");
        try (var in = getClass().getResourceAsStream("/xen-api-client.mjs")) {
            Files.copy(in, script);
        }
        var output = directory.resolve("output");
        var errors = directory.resolve("errors");
        var process = new ProcessBuilder(
                        "node",
                        script.toString(),
                        PACKAGE.toString(),
                        pool.endpoint().toString(),
                        pool.options().username(),
                        pool.options().password())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        assertThat(ended && process.exitValue() == 0)
                .as("%s", Files.readString(errors, StandardCharsets.UTF_8))
                .isTrue();
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
