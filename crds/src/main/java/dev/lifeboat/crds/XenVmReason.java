package dev.lifeboat.crds;

/// Reasons of a XenVm's conditions.
public enum XenVmReason implements Reason {
    Found,
    Gone,
    PoolUnreachable,
    InPolicy,
    NoPolicy
}
