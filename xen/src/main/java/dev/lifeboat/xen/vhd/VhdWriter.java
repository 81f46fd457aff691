package dev.lifeboat.xen.vhd;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// Writes a VHD front to back. Which blocks will come has to be known from the start, their bytes do not.
/// Offsets ascend. One thread at a time.
public final class VhdWriter {

    private final OutputStream out;
    private final Footer footer;
    private final AllocatedBlocks blocks;
    private final BlockBody body;
    private long position;
    private int current = -1;

    private VhdWriter(OutputStream out, Footer footer, AllocatedBlocks blocks, BlockBody body) {
        this.out = out;
        this.footer = footer;
        this.blocks = blocks;
        this.body = body;
    }

    /// How long the stream will be, for announcing it.
    public static long lengthBytes(AllocatedBlocks blocks) {
        int entries = (int) Math.ceilDiv(blocks.diskSizeBytes(), (long) Layout.BLOCK_BYTES);
        return Layout.TABLE_OFFSET
                + Layout.tableBytes(entries)
                + (long) blocks.count() * (Layout.bitmapBytes(Layout.BLOCK_BYTES) + Layout.BLOCK_BYTES)
                + Layout.FOOTER_BYTES;
    }

    /// Writes head and block table. The blocks of a disk without a parent are written whole, with zeros where
    /// no bytes were given; those of a disk with one have only the sectors that were given.
    ///
    /// @param blocks from [AllocatedBlocks#touchedBy]
    public static VhdWriter open(OutputStream out, VhdImage image, AllocatedBlocks blocks) throws IOException {
        if (blocks.diskSizeBytes() != image.sizeBytes() || blocks.blockBytes() != Layout.BLOCK_BYTES) {
            throw new IllegalArgumentException("A map of a disk of " + blocks.diskSizeBytes() + " bytes in blocks of "
                    + blocks.blockBytes() + " was given for one of " + image.sizeBytes() + " bytes in blocks of "
                    + Layout.BLOCK_BYTES);
        }
        int type = image.parent().isPresent() ? Footer.DIFFERENCING : Footer.DYNAMIC;
        var footer = new Footer(image.sizeBytes(), type, image.uuid(), Layout.FOOTER_BYTES);
        var header = Header.of(image);
        out.write(footer.write());
        out.write(header.write());
        out.write(ByteBuffer.allocate(Layout.SECTOR_BYTES).put(header.locator()).array());
        writeTable(out, blocks, (int) header.tableEntries());
        var body = image.parent().isPresent() ? new BlockBody.Sparse(out) : new BlockBody.Whole(out);
        return new VhdWriter(out, footer, blocks, body);
    }

    private static void writeTable(OutputStream out, AllocatedBlocks blocks, int entries) throws IOException {
        int perPiece = 16 << 10;
        int sector = (Layout.TABLE_OFFSET + Layout.tableBytes(entries)) / Layout.SECTOR_BYTES;
        int slots = Layout.tableBytes(entries) / Integer.BYTES;
        for (int done = 0; done < slots; done += perPiece) {
            int count = Math.min(perPiece, slots - done);
            var piece = ByteBuffer.allocate(count * Integer.BYTES);
            for (int block = done; block < done + count; block++) {
                boolean held = blocks.holds(block);
                piece.putInt(held ? sector : Layout.UNUSED);
                sector +=
                        held ? (Layout.bitmapBytes(Layout.BLOCK_BYTES) + Layout.BLOCK_BYTES) / Layout.SECTOR_BYTES : 0;
            }
            out.write(piece.array());
        }
    }

    /// Writes all bytes that remain in the buffer.
    ///
    /// @throws IllegalArgumentException they are behind what was written, beyond the disk, in a block that
    /// was not announced, or no whole sectors
    public void write(long offset, ByteBuffer data) throws IOException {
        long end = offset + data.remaining();
        if (offset < position || end > blocks.diskSizeBytes()) {
            throw new IllegalArgumentException("Range %d to %d of a disk of %d bytes, which is written up to %d"
                    .formatted(offset, end, blocks.diskSizeBytes(), position));
        }
        if ((offset | data.remaining()) % Layout.SECTOR_BYTES != 0) {
            throw new IllegalArgumentException(
                    "Range " + offset + " to " + end + " is not made of whole sectors of 512 bytes");
        }
        position = end;
        for (long at = offset; data.hasRemaining(); ) {
            int block = (int) (at / Layout.BLOCK_BYTES);
            int inBlock = (int) (at % Layout.BLOCK_BYTES);
            int count = Math.min(data.remaining(), Layout.BLOCK_BYTES - inBlock);
            goTo(block);
            int limit = data.limit();
            body.write(inBlock, data.limit(data.position() + count));
            data.limit(limit);
            at += count;
        }
    }

    private void goTo(int block) throws IOException {
        if (block == current) {
            return;
        }
        if (!blocks.holds(block)) {
            throw new IllegalArgumentException("Block " + block + " was not announced");
        }
        completeUpTo(block);
        body.begin();
        current = block;
    }

    /// Ends the block that is being written, and writes those that were announced and got no bytes.
    private void completeUpTo(int block) throws IOException {
        if (current >= 0) {
            body.complete();
        }
        for (int missed = blocks.next(current + 1); missed >= 0 && missed < block; missed = blocks.next(missed + 1)) {
            body.begin();
            body.complete();
        }
    }

    /// Writes what is missing of announced blocks, and the footer. The stream stays open.
    public void finish() throws IOException {
        completeUpTo(Integer.MAX_VALUE);
        out.write(footer.write());
        out.flush();
    }
}
