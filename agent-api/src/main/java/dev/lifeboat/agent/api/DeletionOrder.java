package dev.lifeboat.agent.api;

import java.util.UUID;

/// Remove one recovery point from the repository. A point that is not there counts as removed.
public record DeletionOrder(String orderId, RepositoryAccess repository, UUID vmUuid, String pointId)
        implements Order {}
