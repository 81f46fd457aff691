package dev.lifeboat.agent.api;

/// How the pool is asked to compress the XVA of a VM. Hosts that do not know it send it plain, and it is read as it
/// comes.
public enum ArchiveCompression {
    None,
    /// Slow on the host: a gigabit network is faster.
    Gzip,
    /// From 8.1 on.
    Zstd
}
