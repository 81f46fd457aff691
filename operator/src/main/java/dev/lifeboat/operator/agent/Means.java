package dev.lifeboat.operator.agent;

import dev.lifeboat.operator.access.Namespaces;
import dev.lifeboat.operator.access.PoolCalls;
import java.time.Clock;

/// What backups and restores work with.
public record Means(Agents agents, AgentAccess access, PoolCalls pools, Namespaces namespaces, Clock clock) {}
