package dev.lifeboat.repository.objectstore;

import java.time.Instant;

/// What a listing says of one object. The time is the store's own clock.
public record ObjectEntry(ObjectKey key, long sizeBytes, Instant modifiedAt) {}
