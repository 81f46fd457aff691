package dev.lifeboat.agent.nbdtarget;

import java.io.IOException;
import java.nio.ByteBuffer;

/// What a server tells of an export, one `NBD_REP_INFO` after the other, before it agrees to serve it.
final class ExportInformation {
    /// Of servers that do not name a limit, as the protocol has it.
    private static final int USUAL_MOST_WRITE_BYTES = 32 << 20;

    private static final int SECTOR_BYTES = 512;

    /// Kind, size and flags.
    private static final int EXPORT_BYTES = 2 + 8 + 2;

    /// Kind; the least, the preferred and the most bytes of a request.
    private static final int BLOCK_SIZE_BYTES = 2 + 4 + 4 + 4;

    private long sizeBytes = -1;
    private int flags;
    private int mostWriteBytes = USUAL_MOST_WRITE_BYTES;

    void add(ByteBuffer reply) throws IOException {
        requireBytes(reply, 2);
        switch (reply.getShort(0)) {
            case ProtocolNumbers.INFO_EXPORT -> {
                requireBytes(reply, EXPORT_BYTES);
                describe(reply.getLong(2), reply.getShort(10));
            }
            case ProtocolNumbers.INFO_BLOCK_SIZE -> {
                requireBytes(reply, BLOCK_SIZE_BYTES);
                mostWriteBytes = Math.max(SECTOR_BYTES, reply.getInt(10));
            }
            default -> {
                // A name or a description: nobody asked.
            }
        }
    }

    void describe(long sizeBytes, int flags) {
        this.sizeBytes = sizeBytes;
        this.flags = flags;
    }

    private static void requireBytes(ByteBuffer reply, int bytes) throws IOException {
        if (reply.capacity() < bytes) {
            throw new IOException(
                    "the NBD server describes the export in %d bytes, not in %d".formatted(reply.capacity(), bytes));
        }
    }

    TargetExport export() throws IOException {
        if (sizeBytes < 0) {
            throw new IOException("the NBD server does not say how large the export is");
        }
        return new TargetExport(sizeBytes, flags, mostWriteBytes);
    }
}
