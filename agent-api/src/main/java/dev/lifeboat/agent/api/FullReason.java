package dev.lifeboat.agent.api;

/// Why all of a disk was read: a closed list, part of the API of `VmBackup`.
public enum FullReason {
    FirstBackup,
    ScheduledFull,
    DiskAdded,
    CbtDisabled,
    CbtJustEnabled,
    CbtBaseMissing,
    CbtChainBroken,
    CbtNotAllowed,
    /// The snapshot that the base point was taken from is gone, or has no data any more.
    BaseSnapshotMissing,
    /// The pool gives no difference of this disk: it is kept as something else than VHD, or is too large for one.
    DifferenceUnavailable,
    VdiResized,
    VdiReplaced,
    SrMigrated,
    VmReverted,
    NbdUnavailable,
    ManifestMissing,
    StorageChanged,
    IntegrityRepair,
    UserRequest
}
