package dev.lifeboat.repository.point;

import java.time.Instant;

/// A recovery point that was deleted and can be brought back until a prune finds its grace period over.
public record TrashedPoint(RecoveryPoint point, Instant deletedAt) {}
