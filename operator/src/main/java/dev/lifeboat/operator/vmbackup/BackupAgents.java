package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.operator.agent.AgentName;

/// The agents that work for one backup, by the names of their Jobs.
final class BackupAgents {
    private BackupAgents() {}

    static String reading(VmBackup backup) {
        return AgentName.of(backup, "backup");
    }

    static String deleting(VmBackup backup) {
        return AgentName.of(backup, "deletion");
    }
}
