package dev.lifeboat.agent.nbdtarget;

/// What was agreed on.
///
/// @param mostWriteBytes of one request
record TargetExport(long sizeBytes, int flags, int mostWriteBytes) {
    private static final int READ_ONLY = 1 << 1;
    private static final int SEND_FLUSH = 1 << 2;
    private static final int SEND_WRITE_ZEROES = 1 << 6;

    boolean readOnly() {
        return (flags & READ_ONLY) != 0;
    }

    boolean flushes() {
        return (flags & SEND_FLUSH) != 0;
    }

    boolean takesZeros() {
        return (flags & SEND_WRITE_ZEROES) != 0;
    }
}
