package dev.lifeboat.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.SignalledAgent.Place;
import dev.lifeboat.agent.api.AgentJson;
import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.ExitCode;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.agent.order.Scene;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.objectstore.file.FileSystemObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A process is told to end, or is killed, wherever it may be; the next one with the same order does the rest.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class SignalTest {
    /// Of the 30 s that Kubernetes leaves an agent's pod.
    private static final Duration ALLOWED = Duration.ofSeconds(25);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOWHERE")
    void aSignalEndsItInTimeWithAReportAndNothingLeftOnThePool(Place place) throws Exception {
        var agent = start(place);
        var lines = agent.inputReader();
        awaitLine(lines, "stuck");

        long asked = System.nanoTime();
        // The process' own way would close its streams, too.
        assertThat(agent.toHandle().destroy()).isTrue();
        var left = awaitLine(lines, "left");
        assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(ALLOWED);
        assertThat(agent.exitValue()).isEqualTo(ExitCode.Cancelled.number());
        assertThat(left).isEqualTo("left 0 connections, 0 exports, 0 imports, 0 VMs, no session");
        assertThat(report())
                .isInstanceOfSatisfying(
                        FailureReport.class,
                        failure -> assertThat(failure.reason()).isEqualTo(FailureReason.Cancelled));
        assertThat(store().list("exports/", Optional.empty(), 1)).isEmpty();
        assertThat(folder.resolve("repository/.unfinished")).isEmptyDirectory();
        if (place != Place.RESTORING && place != Place.EXPORTING) {
            assertThat(points()).isZero();
            var resumed = finish().disks().getFirst().resumedBytes();
            // How much of what arrived is written in the time that a signal leaves depends on the machine;
            // ResumedBackupOrderTest counts it without a clock.
            switch (place) {
                case READING_NBD -> assertThat(resumed).isBetween(1L, (long) SignalledAgent.ANSWERED << 20);
                case READING_HTTP -> assertThat(resumed).isBetween(1L, (long) SignalledAgent.DISK_BYTES / 2);
                case COMMITTING -> assertThat(resumed).isEqualTo(SignalledAgent.DISK_BYTES);
                case STORING -> assertThat(resumed).isBetween(1L, (long) SignalledAgent.DISK_BYTES);
                case PREPARING, NOWHERE, RESTORING, EXPORTING ->
                    assertThat(resumed).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"READING_NBD", "STORING", "COMMITTING"})
    void whateverKillsItTheNextOneEndsInTheRightBytes(Place place) throws Exception {
        var agent = start(place);
        awaitLine(agent.inputReader(), "stuck");

        assertThat(agent.toHandle().destroyForcibly()).isTrue();
        assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(folder.resolve("report")).doesNotExist();
        assertThat(points()).isZero();
        var line = finish().disks().getFirst();
        assertThat(line.readBytes() + line.resumedBytes()).isEqualTo(SignalledAgent.DISK_BYTES);
    }

    /// The next agent does the rest.
    private BackupReport finish() throws Exception {
        var agent = start(Place.NOWHERE);
        assertThat(awaitLine(agent.inputReader(), "left")).contains("0 connections");
        assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(agent.exitValue()).isZero();
        try (var scene = new Scene(SignalledAgent.DISK_BYTES)) {
            assertThat(scene.content(store(), "p-1")).isEqualTo(scene.disk);
        }
        return (BackupReport) report();
    }

    private FileSystemObjectStore store() {
        return new FileSystemObjectStore(folder.resolve("repository"));
    }

    private int points() {
        return Repository.open(store()).points().size();
    }

    private Report report() throws IOException {
        return AgentJson.readReport(Files.readString(folder.resolve("report")));
    }

    private static String awaitLine(BufferedReader lines, String start) throws IOException {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(start)) {
                return line;
            }
        }
        throw new AssertionError("The agent ended before it said '" + start + "'");
    }

    private Process start(Place place) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SignalledAgent.class.getName(),
                        place.name(),
                        folder.resolve("repository").toString(),
                        folder.resolve("report").toString()))
                .redirectErrorStream(true)
                .start();
    }
}
