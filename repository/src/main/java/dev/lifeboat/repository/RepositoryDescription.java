package dev.lifeboat.repository;

import dev.lifeboat.repository.disk.Geometry;
import java.time.Instant;
import java.util.UUID;

/// What repository.json says.
public record RepositoryDescription(UUID id, int formatVersion, Instant createdAt, Geometry geometry, int packBytes) {}
