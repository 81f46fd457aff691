package dev.lifeboat.xen.vhd;

/// Sizes and places of the format's structures. All numbers in them are big-endian.
final class Layout {

    static final int SECTOR_BYTES = 512;
    static final int FOOTER_BYTES = 512;
    static final int HEADER_BYTES = 1024;

    /// Of the blocks that are written; others are read too.
    static final int BLOCK_BYTES = 2 << 20;

    /// Where the place for a parent's locator is, in what is written.
    static final int LOCATOR_OFFSET = FOOTER_BYTES + HEADER_BYTES;

    static final int TABLE_OFFSET = LOCATOR_OFFSET + SECTOR_BYTES;

    /// Instead of a block's sector: the block is not there.
    static final int UNUSED = -1;

    private Layout() {}

    /// One bit per sector, padded to whole sectors.
    static int bitmapBytes(int blockBytes) {
        return roundUp(Math.ceilDiv(blockBytes / SECTOR_BYTES, Byte.SIZE));
    }

    /// Four bytes per block, padded to whole sectors.
    static int tableBytes(int entries) {
        return roundUp(Math.multiplyExact(entries, Integer.BYTES));
    }

    private static int roundUp(int bytes) {
        return Math.ceilDiv(bytes, SECTOR_BYTES) * SECTOR_BYTES;
    }

    /// The complement of the sum of all bytes, those of the checksum itself taken as zero.
    static int checksum(byte[] structure, int checksumOffset) {
        int sum = 0;
        for (int at = 0; at < structure.length; at++) {
            boolean own = at >= checksumOffset && at < checksumOffset + Integer.BYTES;
            sum += own ? 0 : structure[at] & 0xFF;
        }
        return ~sum;
    }
}
