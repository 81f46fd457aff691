package dev.lifeboat.agent.api;

import java.util.List;

/// A recovery point was committed.
///
/// @param manifestKey the object that is the point
/// @param seconds     from start of the agent to commit
/// @param disks       per disk; empty when they do not fit, see [AgentJson#terminationMessage]
public record BackupReport(
        String orderId, String pointId, String manifestKey, long seconds, Totals totals, List<DiskReport> disks)
        implements Report {

    public BackupReport {
        disks = List.copyOf(disks);
    }

    /// Sums over all disks of the VM; see [DiskReport] for what each counts. Bytes of metadata count as stored.
    public record Totals(long logicalBytes, long readBytes, long newBytes, long storedBytes) {}
}
