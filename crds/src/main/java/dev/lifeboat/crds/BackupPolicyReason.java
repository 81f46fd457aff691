package dev.lifeboat.crds;

/// Reasons of a BackupPolicy's conditions.
public enum BackupPolicyReason implements Reason {
    Active,
    NothingSelected,
    InvalidCron,
    InvalidTimeZone,
    InvalidSelector,
    UnknownReference,
    DependencyNotReady,
    Suspended,
    InternalError,
    /// Events about VMs that a run leaves out.
    BackupStillRunning,
    BackupRefused
}
