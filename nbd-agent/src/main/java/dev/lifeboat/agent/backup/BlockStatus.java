package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.failure.Failures;
import dev.lifeboat.agent.nbd.NbdDisk;
import dev.lifeboat.agent.nbd.NbdException;
import dev.lifeboat.agent.nbd.NbdExtent;
import dev.lifeboat.xen.ChangedBlocks;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an NBD server says of a disk: what does not read as zeros. Kept as a bit for each 64 KiB, which is 4 MiB for a
/// disk of 2 TiB, however scattered it is.
final class BlockStatus {
    private static final Logger LOG = LoggerFactory.getLogger(BlockStatus.class);
    private static final int BLOCK_BYTES = 64 << 10;

    private BlockStatus() {}

    /// Asks the server, extent by extent; empty where it does not say.
    static Optional<Contents> of(NbdDisk disk) {
        if (!disk.contexts().contains(NbdExtent.ALLOCATION)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Contents.NotZeros(contentOf(disk)));
        } catch (NbdException e) {
            LOG.info("The server does not say what is allocated: {}", Failures.sentence(e));
            return Optional.empty();
        }
    }

    private static ChangedBlocks contentOf(NbdDisk disk) {
        long sizeBytes = disk.sizeBytes();
        long blocks = Math.ceilDiv(sizeBytes, (long) BLOCK_BYTES);
        var bitmap = new byte[(int) Math.ceilDiv(blocks, (long) Byte.SIZE)];
        for (var extents = disk.extents(NbdExtent.ALLOCATION, 0, sizeBytes); extents.hasNext(); ) {
            var extent = extents.next();
            if (!extent.readsAsZeros()) {
                long end = Math.ceilDiv(Math.min(extent.end(), sizeBytes), (long) BLOCK_BYTES);
                mark(bitmap, extent.offset() / BLOCK_BYTES, end);
            }
        }
        return ChangedBlocks.of(sizeBytes, bitmap);
    }

    private static void mark(byte[] bitmap, long from, long to) {
        for (long block = from; block < to; block++) {
            bitmap[(int) (block / Byte.SIZE)] |= (byte) (0x80 >>> (block % Byte.SIZE));
        }
    }
}
