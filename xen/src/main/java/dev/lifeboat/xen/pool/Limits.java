package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.https.TransferLimits;
import java.time.Duration;

/// How long tasks of the pool may take before they are given up.
final class Limits {

    /// Snapshots of many disks, and destroying on busy storage.
    static final Duration STORAGE_CHANGE = Duration.ofHours(1);

    /// Comparing the logs of disks of terabytes.
    static final Duration COMPARISON = Duration.ofHours(1);

    /// Busy storage has taken half an hour to its first byte, and many minutes between two.
    static final TransferLimits TRANSFER = new TransferLimits(Duration.ofMinutes(30), Duration.ofMinutes(20));

    static final Duration POWER_CHANGE = Duration.ofMinutes(15);

    private Limits() {}
}
