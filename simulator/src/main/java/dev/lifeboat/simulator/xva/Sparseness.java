package dev.lifeboat.simulator.xva;

/// Which blocks of a disk an export leaves out.
public enum Sparseness {
    /// Blocks that hold only zeros, found by reading; an empty block shows now and then that the export
    /// goes on. Releases up to 8.2.
    ZEROS,

    /// Blocks that were never written, as the disk's format tells; zeros that were written are there. From 8.3 on.
    UNALLOCATED
}
