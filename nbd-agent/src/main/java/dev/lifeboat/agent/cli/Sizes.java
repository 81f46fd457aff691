package dev.lifeboat.agent.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Sizes and durations as people write them.
final class Sizes {

    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");
    private static final Pattern SIZE = Pattern.compile("([0-9]+)\\s*([KMGTP]?)(i?B)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern DURATION = Pattern.compile("([0-9]+)([smhd])");

    private static final long SECONDS_PER_MINUTE = Duration.ofMinutes(1).toSeconds();
    private static final long SECONDS_PER_HOUR = Duration.ofHours(1).toSeconds();
    private static final long SECONDS_PER_DAY = Duration.ofDays(1).toSeconds();

    private Sizes() {}

    /// Like `10GiB`, `500M` or `65536`. All units are powers of 1024.
    static final class Bytes implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            var match = SIZE.matcher(text.strip());
            if (!match.matches()) {
                throw new TypeConversionException("'" + text + "' is no size; write it like 10GiB, 500M or 65536");
            }
            int power = "KMGTP".indexOf(match.group(2).toUpperCase(Locale.ROOT)) + 1;
            try {
                long factor = match.group(2).isEmpty() ? 1 : 1L << (10 * power);
                return Math.multiplyExact(Long.parseLong(match.group(1)), factor);
            } catch (ArithmeticException | NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is more than fits into 63 bits");
            }
        }
    }

    /// Like `90s`, `30m`, `2h`, `1d` or `PT1H30M`. Never negative.
    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            var duration = parse(text);
            if (duration.isNegative()) {
                throw new TypeConversionException("'" + text + "' is less than no time");
            }
            return duration;
        }

        private static Duration parse(String text) {
            var match = DURATION.matcher(text.strip());
            try {
                if (!match.matches()) {
                    return Duration.parse(text.strip());
                }
                long number = Long.parseLong(match.group(1));
                return switch (match.group(2)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                };
            } catch (DateTimeParseException | NumberFormatException | ArithmeticException e) {
                throw new TypeConversionException("'" + text + "' is no duration; write it like 90s, 30m, 2h or 1d");
            }
        }
    }

    /// In the largest unit that it is a whole number of, as [Time] reads it.
    static String text(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds % SECONDS_PER_DAY == 0) {
            return duration.toDays() + "d";
        }
        if (seconds % SECONDS_PER_HOUR == 0) {
            return duration.toHours() + "h";
        }
        return seconds % SECONDS_PER_MINUTE == 0 ? duration.toMinutes() + "m" : seconds + "s";
    }

    /// With three digits at most, in the largest unit that leaves something before the point.
    static String text(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.size() - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 || value >= 100
                ? "%.0f %s".formatted(value, UNITS.get(unit))
                : String.format(Locale.ROOT, "%.1f %s", value, UNITS.get(unit));
    }
}
