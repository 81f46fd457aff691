package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkId;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.disk.JournalEntry.PageIsHole;
import dev.lifeboat.repository.disk.JournalEntry.PageStored;
import dev.lifeboat.repository.disk.JournalEntry.Run;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/// Writes a disk for a checkpoint: records one after the other, each a tag and fields of fixed width.
final class JournalCodec {

    /// Bytes of a reference to a chunk.
    static final int REF_BYTES = ChunkId.BYTES + PackId.BYTES;

    private final ByteArrayOutputStream target = new ByteArrayOutputStream();

    /// Neighbouring pages of which the same is said are one record.
    private byte pagesTag;

    private int firstPage;
    private int pages;

    private JournalCodec() {}

    /// Some steps.
    static byte[] write(List<JournalEntry> entries) {
        var codec = new JournalCodec();
        entries.forEach(codec::entry);
        return codec.end();
    }

    /// All that is known: what was given of stored pages, then these, so that reading it back makes no steps of
    /// them; then the steps of the others.
    static byte[] write(DiskState state) {
        var codec = new JournalCodec();
        state.stored().keySet().forEach(page -> codec.given(page, state.given()));
        state.stored()
                .forEach((page, ref) ->
                        ref.ifPresentOrElse(codec::page, () -> codec.pages(JournalTag.HOLE_PAGES, page)));
        state.steps().values().forEach(runs -> runs.forEach(codec::entry));
        return codec.end();
    }

    private byte[] end() {
        endPages();
        return target.toByteArray();
    }

    private void entry(JournalEntry entry) {
        switch (entry) {
            case Run run
            when run.content().isEmpty() ->
                put(record(JournalTag.HOLES, 12)
                        .putInt(run.page())
                        .putInt(run.first())
                        .putInt(run.count()));
            case Run run -> content(run);
            case PageStored(var ref, var _) -> page(ref);
            case PageIsHole(int page, var _) -> pages(JournalTag.HOLE_PAGES, page);
        }
    }

    private void given(int page, PieceSet given) {
        if (given.isWhole(page)) {
            pages(JournalTag.GIVEN_PAGES, page);
            return;
        }
        var bits = given.partial(page).toByteArray();
        if (bits.length > 0) {
            put(record(JournalTag.GIVEN_PIECES, 8 + bits.length)
                    .putInt(page)
                    .putInt(bits.length)
                    .put(bits));
        }
    }

    private void page(PageRef ref) {
        var record = record(JournalTag.PAGE, 12 + REF_BYTES).putInt(ref.index()).putLong(ref.allocatedBytes());
        putRef(record, ref.chunk());
        put(record);
    }

    private void content(Run run) {
        int runs = run.content().size();
        var record = record(JournalTag.CONTENT, 10 + runs * (4 + REF_BYTES))
                .putInt(run.page())
                .putInt(run.first())
                .put((byte) run.count())
                .put((byte) runs);
        for (var piece : run.content()) {
            record.put((byte) piece.first()).put((byte) piece.count()).putShort((short) piece.from());
            putRef(record, piece.chunk());
        }
        put(record);
    }

    private static ByteBuffer record(byte tag, int length) {
        return ByteBuffer.allocate(1 + length).put(tag);
    }

    private static void putRef(ByteBuffer record, ChunkRef ref) {
        ref.chunk().write(record);
        ref.pack().write(record);
    }

    private void put(ByteBuffer record) {
        endPages();
        append(record);
    }

    private void append(ByteBuffer record) {
        var bytes = new byte[record.flip().remaining()];
        record.get(bytes);
        target.writeBytes(bytes);
    }

    private void pages(byte tag, int page) {
        if (pages == 0 || pagesTag != tag || page != firstPage + pages) {
            endPages();
            pagesTag = tag;
            firstPage = page;
        }
        pages++;
    }

    private void endPages() {
        if (pages > 0) {
            append(record(pagesTag, 8).putInt(firstPage).putInt(pages));
            pages = 0;
        }
    }
}
