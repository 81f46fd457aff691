package dev.lifeboat.agent.nbd;

/// A run of the disk that is all the same in one meta context.
///
/// @param flags as the context defines them: of `base:allocation`, 1 is a hole and 2 reads as zeros; of
///     `qemu:dirty-bitmap:NAME`, 1 is dirty
public record NbdExtent(long offset, long lengthBytes, int flags) {
    /// What is allocated and what is zeros.
    public static final String ALLOCATION = "base:allocation";

    private static final int ZERO = 2;
    private static final int DIRTY = 1;

    public NbdExtent {
        if (offset < 0 || lengthBytes <= 0 || offset + lengthBytes < 0) {
            throw new IllegalArgumentException("An extent of " + lengthBytes + " bytes at offset " + offset);
        }
    }

    public long end() {
        return offset + lengthBytes;
    }

    /// Of `base:allocation`: there is nothing in it but zeros. A hole alone promises no content.
    public boolean readsAsZeros() {
        return (flags & ZERO) != 0;
    }

    /// Of `qemu:dirty-bitmap:NAME`: it was written to.
    public boolean isDirty() {
        return (flags & DIRTY) != 0;
    }
}
