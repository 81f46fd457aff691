package dev.lifeboat.devcluster.kubelet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A container's process, the leader of a session of its own, so that its children can be ended with it.
final class ContainerProcess {
    private final Process process;
    private final Instant startedAt;

    private ContainerProcess(Process process, Instant startedAt) {
        this.process = process;
        this.startedAt = startedAt;
    }

    static ContainerProcess start(
            List<String> command, Map<String, String> environment, Path directory, Path log, Instant now)
            throws IOException {
        var inOwnSession = new ArrayList<>(List.of("setsid"));
        inOwnSession.addAll(command);
        var builder = new ProcessBuilder(inOwnSession)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new ContainerProcess(builder.start(), now);
    }

    Instant startedAt() {
        return startedAt;
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /// Waits for the end, then ends what the process has left behind. 128 and the signal's number after a signal.
    int waitFor() throws InterruptedException {
        var code = process.waitFor();
        Signals.kill(pid());
        return code;
    }

    /// Asks to end, and ends when that takes longer than allowed.
    void end(Duration grace) throws InterruptedException {
        if (grace.isPositive()) {
            Signals.terminate(pid());
            if (process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        kill();
    }

    void kill() {
        Signals.kill(pid());
        process.destroyForcibly();
    }
}
