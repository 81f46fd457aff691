package dev.lifeboat.operator.access;

import java.time.Duration;
import java.util.regex.Pattern;

/// Durations as specs spell them: `90s`, `1h30m`. The CRDs hold them to this form.
public final class SpecDuration {
    private static final Pattern PART = Pattern.compile("([0-9]{1,9})([hms])");

    private SpecDuration() {}

    /// @throws IllegalArgumentException if this is not a duration
    public static Duration parse(String text) {
        var parts = PART.matcher(text);
        var sum = Duration.ZERO;
        var end = 0;
        while (parts.find() && parts.start() == end) {
            sum = sum.plus(part(Long.parseLong(parts.group(1)), parts.group(2)));
            end = parts.end();
        }
        if (end == 0 || end != text.length()) {
            throw new IllegalArgumentException("'" + text + "' is not a duration such as 30s, 10m or 1h30m");
        }
        return sum;
    }

    private static Duration part(long amount, String unit) {
        return switch (unit) {
            case "h" -> Duration.ofHours(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofSeconds(amount);
        };
    }
}
