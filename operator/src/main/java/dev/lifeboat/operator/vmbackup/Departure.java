package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.DeletionPolicy;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.queue.Obstacle;
import java.util.Optional;

/// What is seen of a backup that is being deleted.
///
/// @param namespaceGoes whether its whole namespace is being deleted
/// @param agentWorks    whether an agent still reads for it
/// @param snapshotUnderWay whether the pool takes a snapshot of the VM that may be ours, and has not told yet
/// @param ours          what the pool has that only this backup needs
/// @param reader        a restore under way that reads the data, by its name
/// @param successor     a backup under way that reads what changed since this one, by its name
/// @param pointExists   whether there may be data in the storage
/// @param storage       what keeps the storage from being used
/// @param deletion      the agent that removes the data
record Departure(
        DeletionPolicy policy,
        boolean namespaceGoes,
        boolean agentWorks,
        boolean snapshotUnderWay,
        Leftovers ours,
        Optional<String> reader,
        Optional<String> successor,
        boolean pointExists,
        Optional<Obstacle> storage,
        AgentRun deletion) {}
