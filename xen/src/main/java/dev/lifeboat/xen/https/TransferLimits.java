package dev.lifeboat.xen.https;

import java.time.Duration;

/// How long a transfer may stand still. There is no limit to how long it may take.
///
/// @param firstByte busy storage takes long to begin, and says nothing meanwhile
/// @param idle between two bytes, either way
public record TransferLimits(Duration firstByte, Duration idle) {}
