package dev.lifeboat.simulator.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// Reads a VHD stream front to back. Disk type and parent do not matter: what is present is written.
final class VhdImport {
    private static final int LARGEST_BLOCK_BYTES = 64 * 1024 * 1024;

    private final InputStream in;
    private final DiskWriter disk;
    private long position;

    VhdImport(InputStream in, DiskWriter disk) {
        this.in = in;
        this.disk = disk;
    }

    void read() throws IOException {
        var footer = ByteBuffer.wrap(take(Vhd.SECTOR_BYTES));
        require(footer, "conectix");
        long sizeBytes = footer.getLong(48);
        skipTo(footer.getLong(16));
        var header = ByteBuffer.wrap(take(Vhd.HEADER_BYTES));
        require(header, "cxsparse");
        int entries = header.getInt(28);
        int blockBytes = header.getInt(32);
        if (blockBytes < Vhd.SECTOR_BYTES || blockBytes > LARGEST_BLOCK_BYTES || entries < 0) {
            throw DiskStream.malformed("blocks of " + blockBytes + " bytes, " + entries + " entries");
        }
        skipTo(header.getLong(16));
        var blocks = table(take(Math.multiplyExact(entries, Integer.BYTES)), entries);
        for (var block : blocks.entrySet()) {
            skipTo(block.getKey() * Vhd.SECTOR_BYTES);
            readBlock((long) block.getValue() * blockBytes, blockBytes, sizeBytes);
        }
        in.transferTo(OutputStream.nullOutputStream());
    }

    /// Which block starts at which sector, in the order of the stream.
    private static Map<Long, Integer> table(byte[] bytes, int entries) {
        var table = ByteBuffer.wrap(bytes);
        var blocks = new TreeMap<Long, Integer>();
        for (int entry = 0; entry < entries; entry++) {
            int sector = table.getInt();
            if (sector != Vhd.UNUSED) {
                blocks.put(Integer.toUnsignedLong(sector), entry);
            }
        }
        return blocks;
    }

    private void readBlock(long offset, int blockBytes, long sizeBytes) throws IOException {
        int sectors = blockBytes / Vhd.SECTOR_BYTES;
        var bitmap = take(Math.ceilDiv(sectors / 8, Vhd.SECTOR_BYTES) * Vhd.SECTOR_BYTES);
        var data = take(blockBytes);
        for (int sector = 0; sector < sectors; ) {
            int end = sector;
            while (end < sectors && present(bitmap, end)) {
                end++;
            }
            long at = offset + (long) sector * Vhd.SECTOR_BYTES;
            long length = Math.min((long) (end - sector) * Vhd.SECTOR_BYTES, sizeBytes - at);
            if (length > 0) {
                disk.write(at, data, sector * Vhd.SECTOR_BYTES, (int) length);
            }
            sector = Math.max(end, sector + 1);
        }
    }

    private static boolean present(byte[] bitmap, int sector) {
        return (bitmap[sector / 8] & (0x80 >> (sector % 8))) != 0;
    }

    private byte[] take(int bytes) throws IOException {
        position += bytes;
        return DiskStream.exactly(in, bytes);
    }

    private void skipTo(long target) throws IOException {
        if (target < position) {
            throw DiskStream.malformed("offset " + target + " lies before " + position);
        }
        in.skipNBytes(target - position);
        position = target;
    }

    private static void require(ByteBuffer structure, String cookie) {
        var found = new byte[cookie.length()];
        structure.get(0, found);
        if (!cookie.equals(new String(found, StandardCharsets.US_ASCII))) {
            throw DiskStream.malformed("no " + cookie);
        }
    }
}
