package dev.lifeboat.repository.point;

import dev.lifeboat.repository.errors.IncompleteViewException;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/// The manifest of a deleted point: `trash/<its key>/<time of deletion>-<eight random digits>`, the bytes as
/// they were, seal and all.
///
/// Named anew by each deletion, so that a late request to remove one does not hit another.
///
/// @param manifest where it lay, and lies again if it is brought back
/// @param deletedAt by the later of the deleter's clock and the store's
public record TrashedManifest(ObjectKey key, ObjectKey manifest, Instant deletedAt) {

    static final String ROOT = "trash/";

    public static final String PREFIX = ROOT + PointKey.PREFIX;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Pattern NAME =
            Pattern.compile(ROOT + "(" + PointKey.PREFIX + "[^/]+/[^/]+)/([0-9]{8}T[0-9]{6}Z)-[0-9a-f]{8}");

    static TrashedManifest create(ObjectKey manifest, Instant now) {
        var name = TIME.format(now) + "-" + UUID.randomUUID().toString().substring(0, 8);
        return new TrashedManifest(new ObjectKey(ROOT + manifest + "/" + name), manifest, now);
    }

    /// What the copies of a manifest begin with.
    static String prefix(ObjectKey manifest) {
        return ROOT + manifest + "/";
    }

    /// @throws IncompleteViewException the name is not one that a deletion gives
    static TrashedManifest parse(ObjectEntry entry) {
        var match = NAME.matcher(entry.key().value());
        if (!match.matches()) {
            throw new IncompleteViewException(entry.key().value(), "no name of a deleted point", null);
        }
        try {
            var said = Instant.from(TIME.parse(match.group(2)));
            var deletedAt = entry.modifiedAt().isAfter(said) ? entry.modifiedAt() : said;
            return new TrashedManifest(entry.key(), new ObjectKey(match.group(1)), deletedAt);
        } catch (DateTimeParseException e) {
            throw new IncompleteViewException(entry.key().value(), "no time in its name", e);
        }
    }
}
