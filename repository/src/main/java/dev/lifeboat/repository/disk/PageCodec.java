package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkId;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The bytes of a page: which packs, which chunks, how many pieces each cell has, and the pieces.
final class PageCodec {

    private static final long MAGIC = 0x4c49464550414745L; // LIFEPAGE
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 32;
    private static final int CHUNK_BYTES = ChunkId.BYTES + Integer.BYTES;
    private static final int PIECE_BYTES = 8;

    private final Geometry geometry;

    PageCodec(Geometry geometry) {
        this.geometry = geometry;
    }

    /// The largest page there can be: every piece in a chunk and a pack of its own.
    static int mostBytes(Geometry geometry) {
        return HEADER_BYTES
                + geometry.cellsPerPage()
                + geometry.piecesPerPage() * (PackId.BYTES + CHUNK_BYTES + PIECE_BYTES);
    }

    byte[] write(List<Cell> cells) {
        var packs = new LinkedHashMap<PackId, Integer>();
        var chunks = new LinkedHashMap<ChunkRef, Integer>();
        int pieces = 0;
        for (var cell : cells) {
            pieces += cell.pieces().size();
            for (var piece : cell.pieces()) {
                packs.putIfAbsent(piece.chunk().pack(), packs.size());
                chunks.putIfAbsent(piece.chunk(), chunks.size());
            }
        }
        var target = ByteBuffer.allocate(HEADER_BYTES
                + packs.size() * PackId.BYTES
                + chunks.size() * CHUNK_BYTES
                + cells.size()
                + pieces * PIECE_BYTES);
        target.putLong(MAGIC).putShort((short) VERSION).putShort((short) 0);
        target.putInt(cells.size())
                .putInt(packs.size())
                .putInt(chunks.size())
                .putInt(pieces)
                .putInt(0);
        packs.keySet().forEach(pack -> pack.write(target));
        chunks.keySet().forEach(ref -> {
            ref.chunk().write(target);
            target.putInt(numberOf(packs, ref.pack()));
        });
        cells.forEach(cell -> target.put((byte) cell.pieces().size()));
        cells.forEach(cell -> cell.pieces().forEach(piece -> {
            target.put((byte) piece.first()).put((byte) piece.count()).putShort((short) piece.from());
            target.putInt(numberOf(chunks, piece.chunk()));
        }));
        return target.array();
    }

    private static <K> int numberOf(Map<K, Integer> numbers, K key) {
        return numbers.getOrDefault(key, 0);
    }

    /// @param ref names the page in messages
    /// @param cells how many the page of this disk has; a page that was written when the disk was smaller has
    ///     fewer, the rest are holes
    List<Cell> read(ChunkRef ref, byte[] content, int cells) {
        var source = ByteBuffer.wrap(content);
        if (content.length < HEADER_BYTES || source.getLong() != MAGIC) {
            throw damaged(ref, "LIFEPAGE in its first bytes", content.length + " bytes of something else");
        }
        int version = source.getShort();
        int flags = source.getShort();
        if (version != VERSION || flags != 0) {
            throw new UnsupportedFormatException(
                    ref.pack().key().value(), "page version " + version + ", flags " + flags);
        }
        var counts = new int[] {source.getInt(), source.getInt(), source.getInt(), source.getInt()};
        checkCounts(ref, counts, content.length, cells);
        source.position(HEADER_BYTES);
        return new Body(ref, source, counts[1], counts[2]).cells(counts[0], cells);
    }

    private void checkCounts(ChunkRef ref, int[] counts, int length, int cells) {
        int most = geometry.piecesPerPage();
        boolean sane = counts[0] >= 0
                && counts[0] <= cells
                && counts[1] >= 0
                && counts[1] <= most
                && counts[2] >= 0
                && counts[2] <= most
                && counts[3] >= 0
                && counts[3] <= most;
        if (!sane
                || length
                        != HEADER_BYTES
                                + counts[1] * PackId.BYTES
                                + counts[2] * CHUNK_BYTES
                                + counts[0]
                                + counts[3] * PIECE_BYTES) {
            throw damaged(
                    ref,
                    "a page of up to " + cells + " cells",
                    "%d cells, %d packs, %d chunks and %d pieces in %d bytes"
                            .formatted(counts[0], counts[1], counts[2], counts[3], length));
        }
    }

    private static DamagedException damaged(ChunkRef ref, String expected, String found) {
        return new DamagedException(ref.pack().key().value(), "page " + ref.chunk() + " to be " + expected, found);
    }

    /// What follows the header.
    private final class Body {

        private final ChunkRef ref;
        private final ByteBuffer source;
        private final List<ChunkRef> chunks;

        Body(ChunkRef ref, ByteBuffer source, int packCount, int chunkCount) {
            this.ref = ref;
            this.source = source;
            var packs = new ArrayList<PackId>(packCount);
            for (int i = 0; i < packCount; i++) {
                packs.add(PackId.read(source));
            }
            chunks = new ArrayList<>(chunkCount);
            for (int i = 0; i < chunkCount; i++) {
                chunks.add(new ChunkRef(ChunkId.read(source), pick(packs, source.getInt())));
            }
        }

        List<Cell> cells(int count, int wanted) {
            var pieceCounts = new byte[count];
            source.get(pieceCounts);
            var cells = new ArrayList<Cell>(wanted);
            for (int pieces : pieceCounts) {
                cells.add(pieces == 0 ? Cell.HOLE : cell(pieces));
            }
            if (source.hasRemaining()) {
                throw damaged(ref, "as long as its pieces", source.remaining() + " bytes more");
            }
            cells.addAll(Collections.nCopies(wanted - count, Cell.HOLE));
            return cells;
        }

        private Cell cell(int count) {
            if (count < 0 || count > geometry.piecesPerCell() || source.remaining() < count * PIECE_BYTES) {
                throw damaged(ref, "cells of up to " + geometry.piecesPerCell() + " pieces", Integer.toString(count));
            }
            var pieces = new ArrayList<Piece>(count);
            int free = 0;
            for (int i = 0; i < count; i++) {
                var piece = piece();
                if (piece.first() < free
                        || piece.count() < 1
                        || piece.end() > geometry.piecesPerCell()
                        || piece.from() < 0
                        || piece.from() + piece.count() > geometry.piecesPerCell()) {
                    throw damaged(ref, "pieces in order from " + free + " on", piece.toString());
                }
                free = piece.end();
                pieces.add(piece);
            }
            return new Cell(pieces);
        }

        private Piece piece() {
            int first = source.get();
            int count = source.get();
            int from = source.getShort();
            return new Piece(first, count, pick(chunks, source.getInt()), from);
        }

        private <T> T pick(List<T> table, int number) {
            if (number < 0 || number >= table.size()) {
                throw damaged(ref, "numbers below " + table.size(), Integer.toString(number));
            }
            return table.get(number);
        }
    }
}
