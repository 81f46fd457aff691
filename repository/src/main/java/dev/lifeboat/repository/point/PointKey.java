package dev.lifeboat.repository.point;

import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where the manifest of a recovery point lies: `points/<vm>/<time>-<point>`, so a listing is in order of
/// time.
///
/// @param vm the machine's uuid, or what stands for it
/// @param point the point's id, or what stands for it
public record PointKey(String vm, String time, String point) {

    public static final String PREFIX = "points/";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Pattern KEY = Pattern.compile(PREFIX + "([0-9a-f-]{32,36})/([0-9]{8}T[0-9]{6}Z)-([0-9a-z-]+)");

    static PointKey of(String vm, Instant time, String point) {
        return new PointKey(vm, TIME.format(time), point);
    }

    public static PointKey parse(ObjectKey key) {
        var match = KEY.matcher(key.value());
        if (!match.matches()) {
            throw new DamagedException(key.value(), "a key " + PREFIX + "<vm>/<time>-<point>", "another name");
        }
        return new PointKey(match.group(1), match.group(2), match.group(3));
    }

    public ObjectKey key() {
        return new ObjectKey(PREFIX + vm + "/" + time + "-" + point);
    }
}
