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
    Unknown
}
