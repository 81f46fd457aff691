package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkId;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.disk.JournalEntry.PageIsHole;
import dev.lifeboat.repository.disk.JournalEntry.PageStored;
import dev.lifeboat.repository.disk.JournalEntry.Run;
import dev.lifeboat.repository.errors.DamagedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/// Reads what [JournalCodec] wrote, step by step. Nothing that lies outside of the disk is handed out.
final class JournalReader {

    private final String key;
    private final Geometry geometry;
    private final long diskBytes;
    private final ByteBuffer source;
    private final Consumer<JournalEntry> target;

    private JournalReader(
            String key, Geometry geometry, long diskBytes, ByteBuffer source, Consumer<JournalEntry> target) {
        this.key = key;
        this.geometry = geometry;
        this.diskBytes = diskBytes;
        this.source = source;
        this.target = target;
    }

    /// @param key names the checkpoint in messages
    static void read(String key, Geometry geometry, long diskBytes, byte[] records, Consumer<JournalEntry> target) {
        var reader = new JournalReader(key, geometry, diskBytes, ByteBuffer.wrap(records), target);
        while (reader.source.hasRemaining()) {
            reader.record(reader.source.get());
        }
    }

    private void record(byte tag) {
        switch (tag) {
            case JournalTag.HOLES -> {
                need(12);
                int page = page(source.getInt());
                target.accept(holes(page, source.getInt(), source.getInt()));
            }
            case JournalTag.CONTENT -> content();
            case JournalTag.PAGE -> storedPage();
            case JournalTag.HOLE_PAGES -> eachPage(page -> target.accept(new PageIsHole(page, DiskFigures.NONE)));
            case JournalTag.GIVEN_PIECES -> givenPieces();
            case JournalTag.GIVEN_PAGES ->
                eachPage(page -> target.accept(Run.holes(page, 0, geometry.piecesOf(page, diskBytes))));
            default -> throw damaged("records of known kinds", "kind " + tag);
        }
    }

    private void content() {
        need(10);
        int page = page(source.getInt());
        int first = source.getInt();
        int count = source.get();
        int runs = source.get();
        check(page, first, count);
        int inCell = first % geometry.piecesPerCell();
        if (runs < 1 || runs > count || inCell + count > geometry.piecesPerCell()) {
            throw damaged("runs within one cell", runs + " runs over " + count + " pieces");
        }
        target.accept(new Run(page, first, count, pieces(runs, inCell, inCell + count), 0, DiskFigures.NONE));
    }

    private List<Piece> pieces(int runs, int from, int end) {
        need(runs * (4 + JournalCodec.REF_BYTES));
        var pieces = new ArrayList<Piece>(runs);
        int free = from;
        for (int i = 0; i < runs; i++) {
            int first = source.get();
            int count = source.get();
            int inChunk = source.getShort();
            var piece = new Piece(first, count, ref(), inChunk);
            boolean fits = first >= free && count > 0 && first + count <= end;
            if (!fits || inChunk < 0 || inChunk + count > geometry.piecesPerCell()) {
                throw damaged("pieces in order from " + free + " to " + end, piece.toString());
            }
            free = piece.end();
            pieces.add(piece);
        }
        return pieces;
    }

    private void storedPage() {
        need(12 + JournalCodec.REF_BYTES);
        int page = page(source.getInt());
        long allocatedBytes = source.getLong();
        if (allocatedBytes <= 0 || allocatedBytes > geometry.pageBytes()) {
            throw damaged("a page of up to " + geometry.pageBytes() + " bytes", allocatedBytes + " bytes");
        }
        target.accept(new PageStored(new PageRef(page, ref(), allocatedBytes), DiskFigures.NONE));
    }

    private void givenPieces() {
        need(8);
        int page = page(source.getInt());
        int length = source.getInt();
        if (length < 1 || length > Math.ceilDiv(geometry.piecesPerPage(), Byte.SIZE)) {
            throw damaged("bits of one page", length + " bytes of them");
        }
        need(length);
        var bytes = new byte[length];
        source.get(bytes);
        var bits = BitSet.valueOf(bytes);
        for (int first = bits.nextSetBit(0); first >= 0; first = bits.nextSetBit(bits.nextClearBit(first))) {
            target.accept(holes(page, first, bits.nextClearBit(first) - first));
        }
    }

    private void eachPage(Consumer<Integer> each) {
        need(8);
        int first = page(source.getInt());
        int count = source.getInt();
        if (count < 1 || count > geometry.pages(diskBytes) - first) {
            throw damaged("pages of the disk", count + " pages from " + first);
        }
        for (int page = first; page < first + count; page++) {
            each.accept(page);
        }
    }

    private Run holes(int page, int first, int count) {
        check(page, first, count);
        return Run.holes(page, first, count);
    }

    private void check(int page, int first, int count) {
        int pieces = geometry.piecesOf(page, diskBytes);
        if (first < 0 || count < 1 || count > pieces - first) {
            throw damaged("pieces of a page of " + pieces, count + " pieces from " + first);
        }
    }

    private int page(int page) {
        if (page < 0 || page >= geometry.pages(diskBytes)) {
            throw damaged("pages below " + geometry.pages(diskBytes), "page " + page);
        }
        return page;
    }

    private ChunkRef ref() {
        return new ChunkRef(ChunkId.read(source), PackId.read(source));
    }

    private void need(int bytes) {
        if (source.remaining() < bytes) {
            throw damaged("records that are whole", source.remaining() + " bytes where " + bytes + " belong");
        }
    }

    private DamagedException damaged(String expected, String found) {
        return new DamagedException(key, expected, found);
    }
}
