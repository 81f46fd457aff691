package dev.lifeboat.agent.order;

import dev.lifeboat.xen.ChangedBlocks;
import java.util.Random;

/// What is on the disks of tests.
final class DiskBytes {
    private static final int VHD_BLOCK_BYTES = 2 << 20;
    private static final int CBT_BLOCK_BYTES = 64 << 10;

    private DiskBytes() {}

    /// Random bytes in some of its blocks of 2 MiB, zeros in the others.
    static byte[] disk(int sizeBytes, long seed, int... blocks) {
        var bytes = new byte[sizeBytes];
        for (int block : blocks) {
            int offset = block * VHD_BLOCK_BYTES;
            overwrite(bytes, offset, Math.min(VHD_BLOCK_BYTES, sizeBytes - offset), seed + block);
        }
        return bytes;
    }

    static byte[] noise(int sizeBytes, long seed) {
        var bytes = new byte[sizeBytes];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static void overwrite(byte[] disk, int offset, int length, long seed) {
        System.arraycopy(noise(length, seed), 0, disk, offset, length);
    }

    static void overwrite(byte[] disk, ChangedBlocks blocks) {
        blocks.runs().forEach(run -> overwrite(disk, (int) run.offset(), (int) run.lengthBytes(), 8 + run.offset()));
    }

    /// These blocks of 64 KiB of a disk.
    static ChangedBlocks changed(int diskBytes, int... blocks) {
        var bitmap = new byte[Math.ceilDiv(Math.ceilDiv(diskBytes, CBT_BLOCK_BYTES), 8)];
        for (int block : blocks) {
            bitmap[block / 8] |= (byte) (0x80 >>> (block % 8));
        }
        return ChangedBlocks.of(diskBytes, bitmap);
    }
}
