package dev.lifeboat.repository.point;

import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/// Where the manifest of a recovery point lies: `points/<vm>/<time>-<point-id>`, so a listing is in order of
/// time.
public record PointKey(UUID vm, String time, PointId id) {

    public static final String PREFIX = "points/";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int TIME_LENGTH = "20260101T000000Z".length();

    public static PointKey of(UUID vm, Instant time, PointId id) {
        return new PointKey(vm, TIME.format(time), id);
    }

    public static String prefix(UUID vm) {
        return PREFIX + vm + "/";
    }

    public static PointKey parse(ObjectKey key) {
        var parts = key.value().split("/", -1);
        try {
            var name = parts[2];
            return new PointKey(
                    UUID.fromString(parts[1]),
                    name.substring(0, TIME_LENGTH),
                    new PointId(name.substring(TIME_LENGTH + 1)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new DamagedException(
                    key.value(), "a key " + PREFIX + "<vm uuid>/<time>-<point id>", "another name", e);
        }
    }

    public ObjectKey key() {
        return new ObjectKey(prefix(vm) + time + "-" + id);
    }
}
