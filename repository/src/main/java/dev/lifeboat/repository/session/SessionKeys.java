package dev.lifeboat.repository.session;

import dev.lifeboat.repository.manifest.SessionDocument;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Where the objects of a session lie.
record SessionKeys(UUID session) {

    private static final Pattern CHECKPOINT = Pattern.compile(".*/checkpoint-([0-9]{8})-([0-9]{8})");
    private static final Pattern WRITER = Pattern.compile(".*/writer-([0-9]{8})");

    /// A checkpoint's place among those of its session.
    record Place(long epoch, long number) {}

    String prefix() {
        return SessionDocument.PREFIX + session + "/";
    }

    ObjectKey lease() {
        return new ObjectKey(prefix() + "lease");
    }

    String writerPrefix() {
        return prefix() + "writer-";
    }

    ObjectKey writer(long epoch) {
        return new ObjectKey(writerPrefix() + digits(epoch));
    }

    ObjectKey checkpoint(Place place) {
        return new ObjectKey(prefix() + "checkpoint-" + digits(place.epoch()) + "-" + digits(place.number()));
    }

    static Optional<Place> place(ObjectKey key) {
        var matcher = CHECKPOINT.matcher(key.value());
        return matcher.matches()
                ? Optional.of(new Place(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /// The epoch that a claim is for, or 0 if this is no claim.
    static long epoch(ObjectKey key) {
        var matcher = WRITER.matcher(key.value());
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /// Of fixed width, so that a listing is in order.
    private static String digits(long number) {
        return String.format(Locale.ROOT, "%08d", number);
    }
}
