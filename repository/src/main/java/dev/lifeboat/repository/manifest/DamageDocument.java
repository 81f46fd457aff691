package dev.lifeboat.repository.manifest;

import java.time.Instant;
import java.util.List;

/// Which chunks of one pack a repair found damaged or lost, so that no writer refers to them any more.
///
/// @param wholePack whether none of its chunks can be read; then `chunks` is empty
/// @param found what was there instead, for people
public record DamageDocument(
        String format,
        int formatVersion,
        List<String> requires,
        String pack,
        boolean wholePack,
        List<String> chunks,
        String found,
        Instant markedAt) {

    public static final String PREFIX = "damaged/packs/";

    public DamageDocument {
        requires = List.copyOf(requires);
        chunks = List.copyOf(chunks);
    }
}
