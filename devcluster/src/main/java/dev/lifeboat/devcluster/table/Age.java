package dev.lifeboat.devcluster.table;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/// Spans of time as kubectl shows them: `45s`, `5m12s`, `3h`, `12d`.
public final class Age {
    private Age() {}

    static String since(String time, Instant now) {
        try {
            return shown(Duration.between(OffsetDateTime.parse(time).toInstant(), now));
        } catch (DateTimeException _) {
            return "<invalid>";
        }
    }

    static String shown(Duration span) {
        var seconds = span.toSeconds();
        if (seconds < -1) {
            return "<invalid>";
        }
        if (seconds < 120) {
            return Math.max(seconds, 0) + "s";
        }
        var minutes = span.toMinutes();
        if (minutes < 10) {
            return minutes + "m" + part(seconds % 60, "s");
        }
        if (minutes < 180) {
            return minutes + "m";
        }
        var hours = span.toHours();
        if (hours < 8) {
            return hours + "h" + part(minutes % 60, "m");
        }
        if (hours < 48) {
            return hours + "h";
        }
        var days = span.toDays();
        if (days < 8) {
            return days + "d" + part(hours % 24, "h");
        }
        return days < 730 ? days + "d" : days / 365 + "y" + part(days % 365, "d");
    }

    private static String part(long amount, String unit) {
        return amount == 0 ? "" : amount + unit;
    }
}
