package dev.lifeboat.simulator.transfer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// The structures of a VHD file; all numbers are big endian.
final class Vhd {
    static final int SECTOR_BYTES = 512;
    static final int HEADER_BYTES = 1024;
    static final int BLOCK_BYTES = 2 * 1024 * 1024;
    static final int BITMAP_BYTES = 512;
    static final int TABLE_OFFSET = 2048;
    static final int UNUSED = 0xFFFFFFFF;
    static final int DYNAMIC = 3;
    static final int DIFFERENCING = 4;

    private static final int FOOTER_CHECKSUM_AT = 64;
    private static final int HEADER_CHECKSUM_AT = 36;
    private static final int LOCATOR_AT = 576;
    private static final int LOCATOR_OFFSET = 1536;

    private Vhd() {}

    static byte[] footer(long sizeBytes, int diskType, UUID uuid) {
        var footer = ByteBuffer.allocate(SECTOR_BYTES);
        footer.put("conectix".getBytes(StandardCharsets.US_ASCII));
        footer.putInt(2).putInt(0x00010000).putLong(SECTOR_BYTES).putInt(0);
        footer.put("caml".getBytes(StandardCharsets.US_ASCII)).putInt(1).putInt(0);
        footer.putLong(sizeBytes).putLong(sizeBytes);
        putGeometry(footer, sizeBytes);
        footer.putInt(diskType).putInt(0);
        footer.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
        return footer.putInt(FOOTER_CHECKSUM_AT, checksum(footer.array())).array();
    }

    static byte[] header(int tableEntries) {
        var header = ByteBuffer.allocate(HEADER_BYTES);
        complete(header, tableEntries);
        return header.array();
    }

    /// The parent's name and location are formal: the place the locator points to holds only zeros.
    static byte[] header(int tableEntries, UUID parent, String parentPath) {
        var header = ByteBuffer.allocate(HEADER_BYTES);
        header.putLong(40, parent.getMostSignificantBits()).putLong(48, parent.getLeastSignificantBits());
        header.put(64, parentPath.getBytes(StandardCharsets.UTF_16BE));
        header.put(LOCATOR_AT, "MacX".getBytes(StandardCharsets.US_ASCII));
        int urlBytes = ("file://" + parentPath).getBytes(StandardCharsets.UTF_8).length;
        header.putInt(LOCATOR_AT + 4, 1).putInt(LOCATOR_AT + 8, urlBytes).putLong(LOCATOR_AT + 16, LOCATOR_OFFSET);
        complete(header, tableEntries);
        return header.array();
    }

    private static void complete(ByteBuffer header, int tableEntries) {
        header.put(0, "cxsparse".getBytes(StandardCharsets.US_ASCII));
        header.putLong(8, -1).putLong(16, TABLE_OFFSET).putInt(24, 0x00010000);
        header.putInt(28, tableEntries).putInt(32, BLOCK_BYTES);
        var content = new byte[HEADER_BYTES];
        header.get(0, content);
        header.putInt(HEADER_CHECKSUM_AT, checksum(content));
    }

    static int tableBytes(int entries) {
        return Math.ceilDiv(entries * Integer.BYTES, SECTOR_BYTES) * SECTOR_BYTES;
    }

    /// The complement of the sum of all bytes, the checksum's own four being zero.
    static int checksum(byte[] structure) {
        int sum = 0;
        for (byte each : structure) {
            sum += each & 0xff;
        }
        return ~sum;
    }

    private static void putGeometry(ByteBuffer footer, long sizeBytes) {
        long sectors = Math.min(sizeBytes / SECTOR_BYTES, 65535L * 16 * 255);
        int perTrack;
        long heads;
        long tracks;
        if (sectors >= 65535L * 16 * 63) {
            perTrack = 255;
            heads = 16;
            tracks = sectors / perTrack;
        } else {
            perTrack = 17;
            tracks = sectors / perTrack;
            heads = Math.max(4, (tracks + 1023) / 1024);
            if (tracks >= heads * 1024 || heads > 16) {
                perTrack = 31;
                heads = 16;
                tracks = sectors / perTrack;
            }
            if (tracks >= heads * 1024) {
                perTrack = 63;
                heads = 16;
                tracks = sectors / perTrack;
            }
        }
        footer.putShort((short) (tracks / heads)).put((byte) heads).put((byte) perTrack);
    }
}
