package dev.lifeboat.agent.progress;

import dev.lifeboat.agent.api.Progress;
import dev.lifeboat.agent.api.Progress.DiskProgress;
import java.util.function.ToLongFunction;

/// Progress as Prometheus reads it. A handful of gauges of a process that lives for minutes needs no library.
final class MetricsText {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private MetricsText() {}

    static String of(Progress progress) {
        var text = new StringBuilder();
        family(text, progress, "lifeboat_agent_disk_bytes", "Bytes to move in all.", DiskProgress::totalBytes);
        family(text, progress, "lifeboat_agent_disk_done_bytes", "Bytes moved so far.", DiskProgress::doneBytes);
        head(text, "lifeboat_agent_bytes_per_second", "Rate over the last seconds.");
        text.append("lifeboat_agent_bytes_per_second ")
                .append(progress.bytesPerSecond())
                .append('\n');
        head(text, "lifeboat_agent_phase", "1 for the phase that the agent is in.");
        for (var phase : Progress.Phase.values()) {
            text.append("lifeboat_agent_phase{phase=\"%s\"} %d\n".formatted(phase, phase == progress.phase() ? 1 : 0));
        }
        return text.toString();
    }

    private static void family(
            StringBuilder text, Progress progress, String name, String help, ToLongFunction<DiskProgress> value) {
        head(text, name, help);
        for (var disk : progress.disks()) {
            text.append("%s{device=\"%s\"} %d\n".formatted(name, escaped(disk.device()), value.applyAsLong(disk)));
        }
    }

    private static void head(StringBuilder text, String name, String help) {
        text.append("# HELP %s %s\n# TYPE %s gauge\n".formatted(name, help, name));
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
