package dev.lifeboat.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.order.ExportedFootprint;
import dev.lifeboat.agent.order.StreamedFootprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A container of 512 MiB holds the agent, whatever the VM's disks are like.
class FootprintTest {
    /// What is left of the container beside the direct memory of the network, which this process has no use of.
    private static final long MOST_KIBIBYTES = (512 - 64) << 10;

    private static final Pattern OPTION = Pattern.compile("(?m)^    (-[-X]\\S+) \\\\$");

    @TempDir
    private Path folder;

    @Test
    @Timeout(180)
    void sixteenDisksOfWhichEightHaveTwoTebibytesFitUnderTheOptionsOfTheLauncher() throws Exception {
        assertFits(Footprint.class);
    }

    @Test
    @Timeout(180)
    void sparseDisksOfTwoTebibytesThatComeAsXvaAndVhdDoToo() throws Exception {
        assertFits(StreamedFootprint.class);
    }

    @Test
    @Timeout(180)
    void anExportOfASparseDiskOfTwoTebibytesDoesToo() throws Exception {
        assertFits(ExportedFootprint.class);
    }

    private void assertFits(Class<?> program) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launcherOptions());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                folder.resolve("store").toString()));
        Files.createDirectory(folder.resolve("store"));

        var process = new ProcessBuilder(command)
                .redirectError(folder.resolve("err").toFile())
                .start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("err")))
                .isZero();
        assertThat(Long.parseLong(out.lines().toList().getLast().strip()))
                .isPositive()
                .isLessThan(MOST_KIBIBYTES);
    }

    private static List<String> launcherOptions() throws IOException {
        var options = OPTION.matcher(Files.readString(Path.of("src/main/dist/bin/lifeboat-agent")))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(options).contains("-Xmx272m", "-XX:+UseSerialGC");
        return options;
    }
}
