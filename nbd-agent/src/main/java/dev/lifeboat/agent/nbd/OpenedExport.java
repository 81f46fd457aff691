package dev.lifeboat.agent.nbd;

import java.util.Map;

/// An export that was opened.
///
/// @param preferredRequestBytes requests that begin and end at multiples of it cost the server least
/// @param contexts              names of the meta contexts that the server agreed to tell about, by its numbers
record OpenedExport(
        long sizeBytes,
        int flags,
        int minimumRequestBytes,
        int preferredRequestBytes,
        int maximumRequestBytes,
        Map<Integer, String> contexts) {
    /// Pool hosts end the connection on anything that is not whole sectors.
    static final int SECTOR_BYTES = 512;

    /// What every server takes, as NBD has it.
    static final int DEFAULT_MAXIMUM_BYTES = 32 << 20;

    /// What servers that name no sizes like, as NBD has it.
    static final int DEFAULT_PREFERRED_BYTES = 4 << 10;

    private static final int HAS_FLAGS = 1;
    private static final int MOST_PREFERRED_BYTES = 32 << 20;

    OpenedExport {
        contexts = Map.copyOf(contexts);
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

    static OpenedExport plain(long sizeBytes, int flags) {
        return new OpenedExport(
                sizeBytes, flags, SECTOR_BYTES, DEFAULT_PREFERRED_BYTES, DEFAULT_MAXIMUM_BYTES, Map.of());
    }

    OpenedExport with(OptionReply.BlockSize blockSize) {
        int minimum = (int) Math.max(SECTOR_BYTES, Math.min(blockSize.minimumBytes(), Integer.MAX_VALUE));
        return new OpenedExport(
                sizeBytes,
                flags,
                minimum,
                Math.clamp(blockSize.preferredBytes(), minimum, MOST_PREFERRED_BYTES),
                (int) Math.min(DEFAULT_MAXIMUM_BYTES, blockSize.maximumBytes()),
                contexts);
    }

    OpenedExport with(Map<Integer, String> contexts) {
        return new OpenedExport(
                sizeBytes, flags, minimumRequestBytes, preferredRequestBytes, maximumRequestBytes, contexts);
    }

    /// The length of requests that the server takes and likes best, of those up to this one.
    int requestBytes(int most) {
        int allowed = Math.min(most, maximumRequestBytes);
        int unit = allowed >= preferredRequestBytes ? preferredRequestBytes : minimumRequestBytes;
        return Math.max(allowed - allowed % unit, minimumRequestBytes);
    }
}
