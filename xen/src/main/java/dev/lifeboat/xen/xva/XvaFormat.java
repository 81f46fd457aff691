package dev.lifeboat.xen.xva;

/// Sizes that hold in every XVA.
public final class XvaFormat {

    /// Of each block but the last of a disk.
    public static final int BLOCK_BYTES = 1 << 20;

    /// The number of a block has eight digits.
    static final long MOST_BLOCKS = 100_000_000;

    /// Far beyond any VM; those of hundreds of devices with firmware variables and a vTPM have some hundred
    /// kilobytes. A document takes some twenty times its size in memory.
    static final int LARGEST_OVA_BYTES = 8 << 20;

    private XvaFormat() {}
}
