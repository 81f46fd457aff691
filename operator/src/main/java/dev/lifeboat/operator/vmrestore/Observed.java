package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.xen.VirtualMachine;
import java.util.List;

/// What one pass sees, as far as it has to look.
sealed interface Observed {
    /// The restore has not started.
    record Outside(Gate gate) implements Observed {}

    /// @param ending whether the agent was told to stop and has not yet
    record AgentAtWork(AgentRun run, boolean ending) implements Observed {}

    /// No agent works: before, or it is over.
    ///
    /// @param marked VMs that carry this restore's marker
    record OnPool(AgentRun run, Source source, List<VirtualMachine> marked) implements Observed {
        public OnPool {
            marked = List.copyOf(marked);
        }
    }

    /// As [OnPool], of an export, which has nothing to do with a pool.
    record Exporting(AgentRun run, Source source) implements Observed {}

    /// As [OnPool], but there is no way to the pool any more.
    ///
    /// @param message what is missing
    record WithoutPool(AgentRun run, String message) implements Observed {}
}
