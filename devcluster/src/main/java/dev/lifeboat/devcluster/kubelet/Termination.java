package dev.lifeboat.devcluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.json.Json;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// How a container ended, with the message it left.
record Termination(int exitCode, String reason, String message, Instant startedAt, Instant finishedAt) {
    /// Kubernetes' limits.
    private static final int MESSAGE_BYTES = 4096;

    private static final int FALLBACK_BYTES = 2048;
    private static final int FALLBACK_LINES = 80;

    static Termination of(int exitCode, String message, Instant startedAt, Instant finishedAt) {
        return new Termination(exitCode, exitCode == 0 ? "Completed" : "Error", message, startedAt, finishedAt);
    }

    ObjectNode state() {
        var state = Json.object();
        var terminated = state.putObject("terminated").put("exitCode", exitCode).put("reason", reason);
        if (!message.isEmpty()) {
            terminated.put("message", message);
        }
        terminated.put("startedAt", seconds(startedAt)).put("finishedAt", seconds(finishedAt));
        return state;
    }

    /// The file of the termination message, or the end of the log where the container asks for that.
    static String message(JsonNode container, Path file, Path log, int exitCode) {
        var message = head(file);
        var fallback = Json.textAt(container, "terminationMessagePolicy").equals("FallbackToLogsOnError");
        return message.isEmpty() && fallback && exitCode != 0 ? tail(log) : message;
    }

    private static String head(Path file) {
        if (!Files.exists(file)) {
            return "";
        }
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MESSAGE_BYTES), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return "";
        }
    }

    private static String tail(Path log) {
        try (var file = FileChannel.open(log)) {
            file.position(Math.max(0, file.size() - FALLBACK_BYTES));
            var text = new String(Channels.newInputStream(file).readAllBytes(), StandardCharsets.UTF_8);
            List<String> lines = text.lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - FALLBACK_LINES), lines.size()));
        } catch (IOException _) {
            return "";
        }
    }

    static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
