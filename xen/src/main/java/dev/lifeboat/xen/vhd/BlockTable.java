package dev.lifeboat.xen.vhd;

import dev.lifeboat.xen.stream.ForwardInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/// Where each block is in the stream, in the order in which they come. Four bytes of memory per block of the
/// disk, twelve where blocks are not in ascending order: at most 12 MiB for the largest disk in blocks of
/// 2 MiB.
final class BlockTable {

    /// 2040 GiB in blocks of 512 KiB, the smallest that any known writer makes.
    private static final int MOST_ENTRIES = 2040 << 11;

    private static final int PIECE_ENTRIES = 16 << 10;

    private final int[] sectors;
    private final long[] shuffled;
    private final BitSet allocated;
    private int cursor = -1;

    private BlockTable(int[] sectors, long[] shuffled, BitSet allocated) {
        this.sectors = sectors;
        this.shuffled = shuffled;
        this.allocated = allocated;
    }

    /// Where a block begins, with its bitmap.
    record Place(int block, long offset) {}

    /// Reads the table. Entries that the disk does not need are not kept.
    static BlockTable read(ForwardInput in, Header header, long diskSizeBytes) throws IOException {
        long needed = Math.ceilDiv(diskSizeBytes, (long) header.blockBytes());
        if (header.tableEntries() < needed || header.tableEntries() > MOST_ENTRIES) {
            throw in.malformed("a table of " + header.tableEntries() + " entries for the " + needed
                    + " blocks of a disk of " + diskSizeBytes + " bytes");
        }
        int entries = (int) header.tableEntries();
        int[] sectors = new int[(int) needed];
        for (int done = 0; done < entries; done += PIECE_ENTRIES) {
            int count = Math.min(PIECE_ENTRIES, entries - done);
            copy(in, in.take(count * Integer.BYTES, "the block table"), sectors, done, count);
        }
        in.skip(Layout.tableBytes(entries) - (long) entries * Integer.BYTES, "the block table");
        return checked(in, header, sectors);
    }

    private static void copy(ForwardInput in, ByteBuffer piece, int[] sectors, int done, int count) throws IOException {
        for (int entry = done; entry < done + count; entry++) {
            int sector = piece.getInt();
            if (entry < sectors.length) {
                sectors[entry] = sector;
            } else if (sector != Layout.UNUSED) {
                throw in.malformed(
                        "the table has a block " + entry + ", but the disk ends with block " + (sectors.length - 1));
            }
        }
    }

    private static BlockTable checked(ForwardInput in, Header header, int[] sectors) throws IOException {
        var allocated = new BitSet(sectors.length);
        boolean ascending = true;
        long last = -1;
        for (int block = 0; block < sectors.length; block++) {
            if (sectors[block] != Layout.UNUSED) {
                allocated.set(block);
                long sector = Integer.toUnsignedLong(sectors[block]);
                ascending &= sector > last;
                last = sector;
            }
        }
        var table = new BlockTable(sectors, ascending ? new long[0] : shuffled(sectors, allocated), allocated);
        table.refuseOverlaps(in, Layout.bitmapBytes(header.blockBytes()) + header.blockBytes());
        return table;
    }

    /// Sector and block in one number, in the order of the stream.
    private static long[] shuffled(int[] sectors, BitSet allocated) {
        return Arrays.stream(allocated.stream().toArray())
                .mapToLong(block -> Integer.toUnsignedLong(sectors[block]) << 32 | block)
                .sorted()
                .toArray();
    }

    private void refuseOverlaps(ForwardInput in, int lengthBytes) throws IOException {
        long free = in.position();
        for (var place = next(); place.block() >= 0; place = next()) {
            if (place.offset() < free) {
                throw in.malformed("block " + place.block() + " is said to begin at byte " + place.offset()
                        + ", in the middle of what reaches up to byte " + free);
            }
            free = place.offset() + lengthBytes;
        }
        cursor = -1;
    }

    /// The next block of the stream; after the last, a place whose block is negative.
    Place next() {
        if (shuffled.length > 0) {
            cursor++;
            return cursor >= shuffled.length ? end() : place((int) shuffled[cursor]);
        }
        int block = allocated.nextSetBit(cursor + 1);
        if (block < 0) {
            return end();
        }
        cursor = block;
        return place(block);
    }

    private static Place end() {
        return new Place(-1, Long.MAX_VALUE);
    }

    private Place place(int block) {
        return new Place(block, Integer.toUnsignedLong(sectors[block]) * Layout.SECTOR_BYTES);
    }

    BitSet allocated() {
        return allocated;
    }
}
