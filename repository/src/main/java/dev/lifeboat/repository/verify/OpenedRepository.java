package dev.lifeboat.repository.verify;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.disk.Geometry;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.time.Clock;

/// An opened repository, as maintenance needs it.
public record OpenedRepository(ObjectStore store, Seals seals, Geometry geometry, Clock clock) {}
