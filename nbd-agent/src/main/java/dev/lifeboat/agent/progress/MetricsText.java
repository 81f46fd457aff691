package dev.lifeboat.agent.progress;

import dev.lifeboat.agent.api.Progress;
import dev.lifeboat.agent.api.Progress.DiskProgress;
import java.util.function.ToLongFunction;

/// Progress and meters as Prometheus reads them. A handful of figures of a process that lives for minutes needs no
/// library.
final class MetricsText {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();

    private MetricsText() {}

    static String of(Progress progress, Meters meters) {
        var written = new MetricsText();
        written.progress(progress);
        meters.read().forEach(written::reading);
        return written.text.toString();
    }

    private void progress(Progress progress) {
        family(progress, "lifeboat_agent_disk_bytes", "Bytes to move in all.", DiskProgress::totalBytes);
        family(progress, "lifeboat_agent_disk_done_bytes", "Bytes of those done.", DiskProgress::doneBytes);
        head("lifeboat_agent_bytes_per_second", "Rate over the last seconds.", Meters.Kind.GAUGE);
        sample("lifeboat_agent_bytes_per_second", Labels.NONE, (double) progress.bytesPerSecond());
        progress.etaSeconds().ifPresent(seconds -> {
            head("lifeboat_agent_eta_seconds", "Until all disks are done, at the rate of late.", Meters.Kind.GAUGE);
            sample("lifeboat_agent_eta_seconds", Labels.NONE, (double) seconds);
        });
        head("lifeboat_agent_phase", "1 for the phase that the agent is in.", Meters.Kind.GAUGE);
        for (var phase : Progress.Phase.values()) {
            sample("lifeboat_agent_phase", Labels.of("phase", phase.name()), phase == progress.phase() ? 1 : 0);
        }
    }

    private void family(Progress progress, String name, String help, ToLongFunction<DiskProgress> value) {
        head(name, help, Meters.Kind.GAUGE);
        for (var disk : progress.disks()) {
            sample(name, Labels.of("device", disk.device()), (double) value.applyAsLong(disk));
        }
    }

    private void reading(Meters.Reading reading) {
        head(reading.name(), reading.help(), reading.kind());
        reading.samples().forEach((labels, value) -> sample(reading.name(), labels, value));
    }

    private void head(String name, String help, Meters.Kind kind) {
        text.append("# HELP %s %s\n# TYPE %s %s\n".formatted(name, help, name, kind.word()));
    }

    /// A whole number without a point, which Prometheus reads as well and people better.
    private void sample(String name, Labels labels, double value) {
        text.append(name).append(labels.text()).append(' ');
        if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
            text.append((long) value);
        } else {
            text.append(value);
        }
        text.append('\n');
    }
}
