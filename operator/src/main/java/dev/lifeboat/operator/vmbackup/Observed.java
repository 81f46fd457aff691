package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.operator.agent.AgentRun;

/// What one pass sees, as far as it has to look: a pool is not asked about a backup that waits or whose agent works.
sealed interface Observed {
    /// The backup has not started.
    record Outside(Gate gate) implements Observed {}

    /// @param ending whether the agent was told to stop and has not yet
    record AgentAtWork(AgentRun run, boolean ending) implements Observed {}

    /// No agent works: before, after, or it is over.
    record OnPool(AgentRun run, PoolView pool) implements Observed {}

    /// As [OnPool], but the pool's own resource knows nothing of it yet.
    ///
    /// @param message what is waited for
    record PoolUnseen(String message) implements Observed {}

    /// As [OnPool], but there is no way to the pool any more.
    ///
    /// @param message what is missing
    record WithoutPool(AgentRun run, String message) implements Observed {}
}
