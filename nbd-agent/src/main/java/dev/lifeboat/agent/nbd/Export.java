package dev.lifeboat.agent.nbd;

/// An export that was opened.
///
/// @param minimumRequestBytes offsets and lengths of requests are multiples of it
/// @param maximumRequestBytes no request may be longer
record Export(long sizeBytes, int flags, int minimumRequestBytes, int maximumRequestBytes) {
    /// Pool hosts end the connection on anything that is not whole sectors.
    static final int SECTOR_BYTES = 512;

    /// What every server takes, as NBD has it.
    static final int DEFAULT_MAXIMUM_BYTES = 32 << 20;

    private static final int HAS_FLAGS = 1;

    Export {
        if (sizeBytes < 0 || (flags & HAS_FLAGS) == 0) {
            throw new NbdProtocolException("its export has size %d and flags %04x".formatted(sizeBytes, flags));
        }
        if (Integer.bitCount(minimumRequestBytes) != 1
                || minimumRequestBytes > 64 << 10
                || maximumRequestBytes < minimumRequestBytes) {
            throw new NbdProtocolException(
                    "it wants requests of %d to %d bytes".formatted(minimumRequestBytes, maximumRequestBytes));
        }
    }

    static Export plain(long sizeBytes, int flags) {
        return new Export(sizeBytes, flags, SECTOR_BYTES, DEFAULT_MAXIMUM_BYTES);
    }

    Export with(OptionReply.BlockSize blockSize) {
        return new Export(
                sizeBytes,
                flags,
                (int) Math.max(SECTOR_BYTES, Math.min(blockSize.minimumBytes(), Integer.MAX_VALUE)),
                (int) Math.min(DEFAULT_MAXIMUM_BYTES, blockSize.maximumBytes()));
    }
}
