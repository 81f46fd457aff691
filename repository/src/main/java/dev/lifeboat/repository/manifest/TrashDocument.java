package dev.lifeboat.repository.manifest;

import java.time.Instant;
import java.util.List;

/// Packs that maintenance means to delete or to compact once a grace period has passed.
///
/// @param unneeded no manifest leads to them
/// @param sparse most of what they hold is not needed
/// @param purgedPoints how many deleted points were purged right after this was written: a session that does not
///     know of it may build on one of them
public record TrashDocument(
        String format,
        int formatVersion,
        List<String> requires,
        long epoch,
        Instant writtenAt,
        List<String> unneeded,
        List<String> sparse,
        int purgedPoints) {

    public static final String PREFIX = "trash/packs/";

    public TrashDocument {
        requires = List.copyOf(requires);
        unneeded = List.copyOf(unneeded);
        sparse = List.copyOf(sparse);
    }
}
