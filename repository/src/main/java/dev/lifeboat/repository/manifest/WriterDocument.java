package dev.lifeboat.repository.manifest;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A writer's claim on a session: of several the one with the highest epoch counts.
///
/// @param writer random: tells a writer's own claim from another's of the same epoch
public record WriterDocument(
        String format,
        int formatVersion,
        List<String> requires,
        UUID sessionId,
        long epoch,
        UUID writer,
        Instant takenAt) {

    public WriterDocument {
        requires = List.copyOf(requires);
    }
}
