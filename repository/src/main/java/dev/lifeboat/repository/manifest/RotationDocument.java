package dev.lifeboat.repository.manifest;

import dev.lifeboat.repository.objectstore.ObjectKey;
import java.time.Instant;
import java.util.List;

/// How far verification has come through the packs, so that runs with a budget see all of them in time.
///
/// @param seed makes the order of this round
/// @param round counts from 1
/// @param position packs whose place in the order is not greater have been looked at; unsigned, in hexadecimal
public record RotationDocument(
        String format,
        int formatVersion,
        List<String> requires,
        long seed,
        int round,
        Instant roundStartedAt,
        String position) {

    public static final ObjectKey KEY = new ObjectKey("verify/rotation");

    public RotationDocument {
        requires = List.copyOf(requires);
    }
}
