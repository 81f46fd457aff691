package dev.lifeboat.crds;

/// Reasons of a XenVm's conditions.
public enum XenVmReason implements Reason {
    Found,
    Gone,
    PoolUnreachable,
    InPolicy,
    NoPolicy,
    DisksPartlyExcluded,
    /// How many images the storage spreads the disks over.
    Healthy,
    Coalescing,
    TooDeep,
    Unknown,
    /// Whether changed blocks of all disks can be tracked.
    Available,
    NotLicensed,
    UnsupportedSr,
    RawVdi,
    TooOld,
    DisabledBySpec
}
