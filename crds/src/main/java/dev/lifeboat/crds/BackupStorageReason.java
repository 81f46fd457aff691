package dev.lifeboat.crds;

/// Reasons of a BackupStorage's conditions.
public enum BackupStorageReason implements Reason {
    Available,
    Initializing,
    SecretMissing,
    CaBundleMissing,
    ClaimMissing,
    CredentialsRejected,
    KeyRejected,
    NotReachable,
    NotWritable,
    RepositoryDamaged,
    RepositoryUnsupported,
    ProbeFailed,
    InvalidSpec,
    InternalError
}
