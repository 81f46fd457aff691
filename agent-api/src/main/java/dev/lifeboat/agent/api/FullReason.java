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
