package dev.lifeboat.crds;

/// Reasons of a XenHypervisor's conditions.
public enum XenHypervisorReason implements Reason {
    Connected,
    NotReachable,
    CertificateNotTrusted,
    CredentialsRejected,
    PermissionDenied,
    SecretMissing,
    CaBundleMissing,
    PoolMismatch,
    InvalidSpec,
    Suspended,
    /// Why a pool is not reachable.
    DnsFailure,
    ConnectionRefused,
    Timeout,
    /// The password was accepted.
    Accepted,
    /// How disks can be read over NBD.
    TlsNbd,
    InsecureNbd,
    NoNbdNetwork,
    HostWithoutAddress,
    CertificateRejected,
    PortBlocked,
    /// Whether disk data takes the network that was chosen for it.
    AllHosts,
    UnknownReference,
    Conflicting,
    /// Whether changed blocks can be tracked.
    Available,
    NotLicensed,
    UnsupportedSr,
    RawVdi,
    TooOld,
    DisabledBySpec,
    InsecureSkipVerify,
    /// How changes of the pool are noticed.
    Following,
    Polling,
    /// What was left of backups and restores on the pool.
    NothingLeft,
    LeftoversRemoved,
    LeftoversRemain,
    InternalError
}
