package dev.lifeboat.xen.vhd;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/// The structure that says where the block table is, how large blocks are, and who the parent is.
///
/// @param tableEntries unsigned in the stream, and so not negative here
record Header(long tableOffset, long tableEntries, int blockBytes, UUID parent, String parentName) {

    private static final byte[] COOKIE = "cxsparse".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RELATIVE_PATH = "W2ru".getBytes(StandardCharsets.US_ASCII);
    private static final UUID NIL = new UUID(0, 0);
    private static final int VERSION = 0x0001_0000;
    private static final int CHECKSUM_OFFSET = 36;
    private static final int NAME_OFFSET = 64;
    private static final int NAME_BYTES = 512;
    private static final int LOCATOR_OFFSET = 576;

    private static final int SMALLEST_BLOCK = 64 << 10;
    private static final int LARGEST_BLOCK = 64 << 20;

    static Header of(VhdImage image) {
        return new Header(
                Layout.TABLE_OFFSET,
                Math.ceilDiv(image.sizeBytes(), Layout.BLOCK_BYTES),
                Layout.BLOCK_BYTES,
                image.parent().map(VhdParent::uuid).orElse(NIL),
                image.parent().map(VhdParent::name).orElse(""));
    }

    /// Takes it apart.
    ///
    /// @throws IllegalArgumentException it is none, damaged, or made for nobody
    static Header parse(ByteBuffer structure) {
        byte[] bytes = new byte[Layout.HEADER_BYTES];
        structure.get(0, bytes);
        if (!new String(bytes, 0, COOKIE.length, StandardCharsets.US_ASCII)
                .equals(new String(COOKIE, StandardCharsets.US_ASCII))) {
            throw new IllegalArgumentException("no header is where the footer says");
        }
        int found = structure.getInt(CHECKSUM_OFFSET);
        int right = Layout.checksum(bytes, CHECKSUM_OFFSET);
        if (found != right) {
            throw new IllegalArgumentException(
                    String.format("the header's checksum is %08x and should be %08x", found, right));
        }
        if (structure.getInt(24) != VERSION) {
            throw new IllegalArgumentException(String.format("the header has the version %08x", structure.getInt(24)));
        }
        int blockBytes = structure.getInt(32);
        if (blockBytes < SMALLEST_BLOCK || blockBytes > LARGEST_BLOCK || Integer.bitCount(blockBytes) != 1) {
            throw new IllegalArgumentException("blocks of " + Integer.toUnsignedString(blockBytes)
                    + " bytes are not read, only powers of two from 64 KiB to 64 MiB");
        }
        return new Header(
                structure.getLong(16),
                Integer.toUnsignedLong(structure.getInt(28)),
                blockBytes,
                new UUID(structure.getLong(40), structure.getLong(48)),
                name(bytes));
    }

    private static String name(byte[] bytes) {
        String whole = new String(bytes, NAME_OFFSET, NAME_BYTES, StandardCharsets.UTF_16BE);
        int end = whole.indexOf('\0');
        return end < 0 ? whole : whole.substring(0, end);
    }

    Optional<VhdParent> parentOf(Footer footer) {
        return footer.type() == Footer.DIFFERENCING
                ? Optional.of(new VhdParent(parent, parentName.isEmpty() ? "unnamed" : parentName))
                : Optional.empty();
    }

    byte[] write() {
        var structure = ByteBuffer.allocate(Layout.HEADER_BYTES)
                .put(COOKIE)
                .putLong(-1)
                .putLong(tableOffset)
                .putInt(VERSION)
                .putInt((int) tableEntries)
                .putInt(blockBytes)
                .putInt(0)
                .putLong(parent.getMostSignificantBits())
                .putLong(parent.getLeastSignificantBits());
        if (!parentName.isEmpty()) {
            structure.put(NAME_OFFSET, parentName.getBytes(StandardCharsets.UTF_16BE));
            structure
                    .position(LOCATOR_OFFSET)
                    .put(RELATIVE_PATH)
                    .putInt(Layout.SECTOR_BYTES)
                    .putInt(locator().length)
                    .putInt(0)
                    .putLong(Layout.LOCATOR_OFFSET);
        }
        return structure
                .putInt(CHECKSUM_OFFSET, Layout.checksum(structure.array(), CHECKSUM_OFFSET))
                .array();
    }

    /// What the locator points to: the parent's name once more, the other way round.
    byte[] locator() {
        return parentName.getBytes(StandardCharsets.UTF_16LE);
    }
}
