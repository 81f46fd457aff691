package dev.lifeboat.repository.manifest;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A writer's lease: as long as it is renewed, what the writer may refer to must not be deleted.
///
/// @param knownTrash the trash records that it has read: it refers to nothing that they name
/// @param protectedSince since when the session has had a lease without a gap
public record SessionDocument(
        String format,
        int formatVersion,
        List<String> requires,
        UUID id,
        Instant startedAt,
        Instant renewedAt,
        long leaseSeconds,
        UUID vmUuid,
        String pointId,
        List<String> knownTrash,
        Instant protectedSince) {

    public static final String PREFIX = "sessions/";

    public SessionDocument {
        requires = List.copyOf(requires);
        knownTrash = List.copyOf(knownTrash);
    }
}
