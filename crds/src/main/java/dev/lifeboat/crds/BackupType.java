package dev.lifeboat.crds;

/// How much of a VM's disks a backup reads. Either way the result is a complete recovery point.
public enum BackupType {
    /// Changed blocks where that can be, else everything.
    Auto,
    /// Everything.
    Full,
    /// Changed blocks; like Auto, but unplanned full reads are warned of.
    Incremental
}
