package dev.lifeboat.repository.manifest;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The lease of one maintenance run: while it holds, nobody else deletes.
///
/// @param holder tells two runs apart that both believe to have taken the epoch
/// @param host for people: where it runs
/// @param state `held`, or `ended`: then the next run need not wait
public record MaintenanceDocument(
        String format,
        int formatVersion,
        List<String> requires,
        long epoch,
        UUID holder,
        String host,
        Instant startedAt,
        Instant renewedAt,
        long leaseSeconds,
        String state) {

    public static final String PREFIX = "locks/maintenance/";

    public MaintenanceDocument {
        requires = List.copyOf(requires);
    }
}
