package dev.lifeboat.operator.figures;

import java.time.Duration;
import java.util.Locale;

/// Shares and durations as text, in the same form everywhere; sizes are `ByteSize`'s.
public final class Figures {
    private Figures() {}

    /// `42%`; 100% only when nothing is missing.
    public static String percent(long done, long total) {
        if (total <= 0) {
            return "0%";
        }
        return (long) Math.floor(100.0 * Math.clamp(done, 0, total) / total) + "%";
    }

    /// `42s`, `5m10s`, `3h07m`.
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60);
        }
        return String.format(Locale.ROOT, "%dh%02dm", seconds / 3600, seconds % 3600 / 60);
    }
}
