package dev.lifeboat.simulator.rpc;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/// XAPI's way to write a time: no hyphens in the date, colons in the time, always UTC.
public final class CompactTime {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter LENIENT = DateTimeFormatter.ofPattern(
                    "[yyyyMMdd][yyyy-MM-dd]'T'HH:mm:ss['Z']")
            .withZone(ZoneOffset.UTC);

    private CompactTime() {}

    public static String format(Instant time) {
        return FORMAT.format(time);
    }

    public static Instant parse(String text) {
        try {
            return LENIENT.parse(text, Instant::from);
        } catch (DateTimeParseException e) {
            throw new MalformedRequest("not a time: " + text, e);
        }
    }
}
