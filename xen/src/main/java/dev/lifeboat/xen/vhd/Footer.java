package dev.lifeboat.xen.vhd;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// The structure at both ends of the stream.
///
/// @param type [#DYNAMIC] or [#DIFFERENCING]
/// @param headerOffset where the header is
record Footer(long sizeBytes, int type, UUID uuid, long headerOffset) {

    static final int DYNAMIC = 3;
    static final int DIFFERENCING = 4;

    private static final int FIXED = 2;
    private static final byte[] COOKIE = "conectix".getBytes(StandardCharsets.US_ASCII);

    /// The creator makes qemu take the size from its field rather than from the geometry, which cannot
    /// express most sizes.
    private static final byte[] CREATOR = "CTXS".getBytes(StandardCharsets.US_ASCII);

    private static final int FEATURES = 2;
    private static final int VERSION = 0x0001_0000;
    private static final int CHECKSUM_OFFSET = 64;

    static boolean looksLike(ByteBuffer sector) {
        return sector.slice(0, COOKIE.length).equals(ByteBuffer.wrap(COOKIE));
    }

    /// Takes it apart.
    ///
    /// @throws IllegalArgumentException it is none, damaged, or of a kind that is not read
    static Footer parse(ByteBuffer sector) {
        if (!looksLike(sector)) {
            throw new IllegalArgumentException("no footer is there; it is no dynamic or differencing VHD");
        }
        int found = sector.getInt(CHECKSUM_OFFSET);
        byte[] bytes = new byte[Layout.FOOTER_BYTES];
        sector.get(0, bytes);
        int right = Layout.checksum(bytes, CHECKSUM_OFFSET);
        if (found != right) {
            throw new IllegalArgumentException(
                    String.format("the footer's checksum is %08x and should be %08x", found, right));
        }
        if (sector.getInt(12) != VERSION) {
            throw new IllegalArgumentException(String.format("the format has the version %08x", sector.getInt(12)));
        }
        int type = sector.getInt(60);
        if (type != DYNAMIC && type != DIFFERENCING) {
            throw new IllegalArgumentException(
                    "disks of type " + type + (type == FIXED ? " (fixed)" : "") + " are not read");
        }
        return new Footer(
                sector.getLong(48), type, new UUID(sector.getLong(68), sector.getLong(76)), sector.getLong(16));
    }

    byte[] write() {
        var geometry = Geometry.of(sizeBytes);
        var sector = ByteBuffer.allocate(Layout.FOOTER_BYTES)
                .put(COOKIE)
                .putInt(FEATURES)
                .putInt(VERSION)
                .putLong(headerOffset)
                .putInt(0)
                .put(CREATOR)
                .putInt(VERSION)
                .putInt(0)
                .putLong(sizeBytes)
                .putLong(sizeBytes)
                .putShort((short) geometry.cylinders())
                .put((byte) geometry.heads())
                .put((byte) geometry.sectorsPerTrack())
                .putInt(type)
                .putInt(0)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits());
        return sector.putInt(CHECKSUM_OFFSET, Layout.checksum(sector.array(), CHECKSUM_OFFSET))
                .array();
    }
}
