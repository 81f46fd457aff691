package dev.lifeboat.crds;

/// Reasons of a XenHypervisor's conditions.
public enum XenHypervisorReason implements Reason {
    Connected,
    Initializing,
    NotReachable,
    CertificateNotTrusted,
    CredentialsRejected,
    PermissionDenied,
    SecretMissing,
    CaBundleMissing,
    PoolMismatch,
    InvalidSpec,
    Suspended,
    InternalError
}
