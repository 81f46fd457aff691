package dev.lifeboat.simulator.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.UUID;

/// A disk as a VHD stream that needs no seeking: blocks in ascending order, each complete.
final class VhdExport {
    private final DiskReader disk;
    private final Optional<String> base;

    VhdExport(DiskReader disk, Optional<String> base) {
        this.disk = disk;
        this.base = base;
    }

    void writeTo(OutputStream out) throws IOException {
        int entries = Math.toIntExact(Math.ceilDiv(disk.sizeBytes(), (long) Vhd.BLOCK_BYTES));
        var blocks = base.map(older -> disk.store().differingVhdBlocks(disk.uuid(), older))
                .orElseGet(() -> disk.store().allocatedVhdBlocks(disk.uuid()));
        var footer = Vhd.footer(disk.sizeBytes(), base.isPresent() ? Vhd.DIFFERENCING : Vhd.DYNAMIC, UUID.randomUUID());
        out.write(footer);
        out.write(header(entries));
        out.write(new byte[Vhd.SECTOR_BYTES]);
        out.write(table(entries, blocks));
        var bitmap = new byte[Vhd.BITMAP_BYTES];
        Arrays.fill(bitmap, (byte) 0xff);
        for (int block = blocks.nextSetBit(0); block >= 0; block = blocks.nextSetBit(block + 1)) {
            out.write(bitmap);
            writeBlock(out, block);
        }
        out.write(footer);
    }

    private byte[] header(int entries) {
        return base.map(older -> Vhd.header(entries, UUID.fromString(older), "/dev/sm/" + older + ".vhd"))
                .orElseGet(() -> Vhd.header(entries));
    }

    private static byte[] table(int entries, BitSet blocks) {
        var table = ByteBuffer.allocate(Vhd.tableBytes(entries));
        Arrays.fill(table.array(), (byte) 0xff);
        int sector = (Vhd.TABLE_OFFSET + table.capacity()) / Vhd.SECTOR_BYTES;
        for (int block = blocks.nextSetBit(0); block >= 0; block = blocks.nextSetBit(block + 1)) {
            table.putInt(block * Integer.BYTES, sector);
            sector += (Vhd.BITMAP_BYTES + Vhd.BLOCK_BYTES) / Vhd.SECTOR_BYTES;
        }
        return table.array();
    }

    private void writeBlock(OutputStream out, int block) throws IOException {
        long offset = (long) block * Vhd.BLOCK_BYTES;
        long length = Math.min(Vhd.BLOCK_BYTES, disk.sizeBytes() - offset);
        disk.writeTo(out, offset, length);
        out.write(new byte[(int) (Vhd.BLOCK_BYTES - length)]);
    }
}
