package dev.lifeboat.xen;

/// In which state a snapshot shows the disks of a running VM. Section 3.1 of the facts on XAPI.
public enum SnapshotConsistency {
    /// As after a power cut.
    CRASH_CONSISTENT,
    /// Settled by the guest where pool and guest can do that, else as after a power cut; the snapshot says which, and
    /// why.
    QUIESCED_IF_POSSIBLE,
    /// Settled by the guest, or no snapshot at all.
    QUIESCED
}
