package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkReader;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.ChunkVisitor;
import dev.lifeboat.repository.errors.DamagedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Puts the content of some cells into an array, chunk by chunk in the order that needs the fewest requests.
final class CellReader {

    private final ChunkReader chunks;
    private final Geometry geometry;

    CellReader(ChunkReader chunks, Geometry geometry) {
        this.chunks = chunks;
        this.geometry = geometry;
    }

    /// Cell `i` goes to `i` cells from the start of the target. Where holes are, the target stays as it is.
    void read(List<Cell> cells, byte[] target) {
        var uses = new LinkedHashMap<ChunkRef, List<Use>>();
        for (int i = 0; i < cells.size(); i++) {
            for (var piece : cells.get(i).pieces()) {
                uses.computeIfAbsent(piece.chunk(), _ -> new ArrayList<>(1)).add(use(i, piece));
            }
        }
        chunks.read(uses.keySet(), new Placing(uses, target));
    }

    private Use use(int cell, Piece piece) {
        return new Use(
                cell * geometry.cellBytes() + piece.first() * geometry.pieceBytes(),
                piece.from() * geometry.pieceBytes(),
                piece.count() * geometry.pieceBytes());
    }

    /// Which part of a chunk goes where. All in bytes.
    private record Use(int targetOffset, int from, int length) {

        boolean isWhole(int rawBytes) {
            return from == 0 && length == rawBytes;
        }
    }

    /// A chunk that is used once and as a whole is decoded where it belongs; others are decoded aside and
    /// copied.
    private static final class Placing implements ChunkVisitor {

        private final Map<ChunkRef, List<Use>> uses;
        private final byte[] target;
        private byte[] aside = new byte[0];

        Placing(Map<ChunkRef, List<Use>> uses, byte[] target) {
            this.uses = uses;
            this.target = target;
        }

        @Override
        public ByteBuffer target(ChunkRef chunk, int rawBytes) {
            if (fitsInPlace(chunk, rawBytes)) {
                return ByteBuffer.wrap(target, usesOf(chunk).getFirst().targetOffset(), rawBytes);
            }
            if (aside.length < rawBytes) {
                aside = new byte[rawBytes];
            }
            return ByteBuffer.wrap(aside, 0, rawBytes);
        }

        @Override
        public void visit(ChunkRef chunk, ByteBuffer decoded) {
            if (fitsInPlace(chunk, decoded.remaining())) {
                return;
            }
            for (var use : usesOf(chunk)) {
                if (use.from() + use.length() > decoded.remaining()) {
                    throw new DamagedException(
                            chunk.pack().key().value(),
                            "chunk " + chunk.chunk() + " with at least " + (use.from() + use.length()) + " bytes",
                            decoded.remaining() + " bytes");
                }
                decoded.get(decoded.position() + use.from(), target, use.targetOffset(), use.length());
            }
        }

        private boolean fitsInPlace(ChunkRef chunk, int rawBytes) {
            var wanted = usesOf(chunk);
            return wanted.size() == 1 && wanted.getFirst().isWhole(rawBytes);
        }

        private List<Use> usesOf(ChunkRef chunk) {
            return uses.getOrDefault(chunk, List.of());
        }
    }
}
