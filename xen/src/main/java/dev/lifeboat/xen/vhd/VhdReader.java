package dev.lifeboat.xen.vhd;

import dev.lifeboat.xen.stream.Extent;
import dev.lifeboat.xen.stream.ForwardInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Reads a dynamic or differencing VHD front to back. Opening takes no more than head and block table, a few
/// megabytes at most; whoever wants only [#allocated()] stops there. One thread at a time.
///
/// The format has checksums over its heads and none over table, bitmaps and data. Whatever can be seen of
/// damage is an error: a table whose blocks overlap, lie beyond the end, or leave out what is there.
public final class VhdReader {

    /// Between structures there may be padding and locators of parents, but no room for another block.
    private static final long LARGEST_GAP = 64 << 10;

    private final ForwardInput in;
    private final Footer footer;
    private final VhdImage image;
    private final BlockTable table;
    private final AllocatedBlocks allocated;
    private final BlockCursor block;
    private long left;
    private boolean ended;

    private VhdReader(ForwardInput in, Footer footer, Header header, VhdImage image, BlockTable table) {
        this.in = in;
        this.footer = footer;
        this.image = image;
        this.table = table;
        this.allocated = new AllocatedBlocks(image.sizeBytes(), header.blockBytes(), table.allocated());
        this.block = new BlockCursor(in, header.blockBytes(), image.sizeBytes());
    }

    /// Reads head and block table.
    public static VhdReader open(InputStream stream) throws IOException {
        var in = new ForwardInput("VHD", stream);
        try {
            var footer = Footer.parse(in.take(Layout.FOOTER_BYTES, "the copy of the footer"));
            skipTo(in, footer.headerOffset(), "the header");
            var header = Header.parse(in.take(Layout.HEADER_BYTES, "the header"));
            var image = new VhdImage(footer.sizeBytes(), footer.uuid(), header.parentOf(footer));
            skipTo(in, header.tableOffset(), "the block table");
            return new VhdReader(in, footer, header, image, BlockTable.read(in, header, image.sizeBytes()));
        } catch (IllegalArgumentException e) {
            throw (IOException) in.malformed(String.valueOf(e.getMessage())).initCause(e);
        }
    }

    public VhdImage image() {
        return image;
    }

    public AllocatedBlocks allocated() {
        return allocated;
    }

    /// Goes on to the next run of bytes that are there, passing over what was not read of the last. In a
    /// stream of XAPI each is a whole block, and offsets ascend. Empty once the stream has ended as it should.
    public Optional<Extent> next() throws IOException {
        in.skip(left, "a block");
        left = 0;
        while (!ended) {
            var run = block.nextRun();
            if (run.isPresent()) {
                left = run.get().lengthBytes();
                return run;
            }
            nextBlock();
        }
        return Optional.empty();
    }

    /// Reads on in the run: as much as the buffer has room for, or as is left, or -1 when nothing is. A buffer
    /// on the heap is filled without a copy.
    public int read(ByteBuffer target) throws IOException {
        int count = (int) Math.min(left, target.remaining());
        if (count == 0) {
            return target.hasRemaining() ? -1 : 0;
        }
        int limit = target.limit();
        target.limit(target.position() + count);
        in.fill(target, "a block");
        target.limit(limit);
        left -= count;
        return count;
    }

    private void nextBlock() throws IOException {
        var place = table.next();
        if (place.block() < 0) {
            end();
            return;
        }
        skipTo(in, place.offset(), "block " + place.block());
        block.begin(place.block());
    }

    private void end() throws IOException {
        long from = in.position();
        while (true) {
            var sector = in.take(Layout.FOOTER_BYTES, "the footer");
            if (Footer.looksLike(sector)) {
                compare(sector);
                break;
            }
            if (in.position() - from > LARGEST_GAP) {
                throw in.malformed("no footer comes after the last block");
            }
        }
        if (!in.ended()) {
            throw in.malformed("it goes on after its footer");
        }
        ended = true;
    }

    private void compare(ByteBuffer sector) throws IOException {
        try {
            if (!Footer.parse(sector).equals(footer)) {
                throw in.malformed("the footer at its end describes another disk than the one at its beginning");
            }
        } catch (IllegalArgumentException e) {
            throw (IOException) in.malformed(String.valueOf(e.getMessage())).initCause(e);
        }
    }

    private static void skipTo(ForwardInput in, long offset, String what) throws IOException {
        long gap = offset - in.position();
        if (offset < in.position() || gap > LARGEST_GAP) {
            throw in.malformed(
                    what + " is said to be at byte " + offset + (gap < 0 ? ", which has passed" : ", too far"));
        }
        in.skip(gap, "the gap before " + what);
    }
}
