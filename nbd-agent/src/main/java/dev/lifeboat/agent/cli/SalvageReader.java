package dev.lifeboat.agent.cli;

import dev.lifeboat.repository.disk.ContentConsumer;
import dev.lifeboat.repository.disk.DiskReader;
import dev.lifeboat.repository.disk.Geometry;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.verify.DamagedPoint.Range;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Reads what can be read of a damaged disk: cell by cell, and where that fails piece by piece.
final class SalvageReader {

    private final DiskReader reader;
    private final Geometry geometry;
    private final List<Range> lost = new ArrayList<>();

    SalvageReader(DiskReader reader, Geometry geometry) {
        this.reader = reader;
        this.geometry = geometry;
    }

    /// What could not be read, ascending, neighbours joined.
    List<Range> lost() {
        return lost;
    }

    void readAll(ContentConsumer consumer) {
        long size = reader.image().sizeBytes();
        var buffer = ByteBuffer.allocate(geometry.cellBytes());
        for (long at = 0; at < size; at += geometry.cellBytes()) {
            int length = (int) Math.min(geometry.cellBytes(), size - at);
            if (reads(at, buffer, length)) {
                accept(consumer, at, buffer);
            } else {
                readPieces(at, length, buffer, consumer);
            }
        }
    }

    private void readPieces(long cell, int cellLength, ByteBuffer buffer, ContentConsumer consumer) {
        for (int within = 0; within < cellLength; within += geometry.pieceBytes()) {
            int length = Math.min(geometry.pieceBytes(), cellLength - within);
            if (reads(cell + within, buffer, length)) {
                accept(consumer, cell + within, buffer);
            } else {
                lose(cell + within, length);
            }
        }
    }

    private boolean reads(long at, ByteBuffer buffer, int length) {
        try {
            reader.read(at, buffer.clear().limit(length));
            return true;
        } catch (ChunkMissingException | DamagedException _) {
            return false;
        }
    }

    /// Zeros are left out, as holes are.
    private static void accept(ContentConsumer consumer, long at, ByteBuffer buffer) {
        buffer.flip();
        if (buffer.mismatch(ByteBuffer.allocate(buffer.remaining())) >= 0) {
            consumer.accept(at, buffer);
        }
    }

    private void lose(long offset, long length) {
        boolean joins = !lost.isEmpty() && lost.getLast().end() == offset;
        long start = joins ? lost.removeLast().offset() : offset;
        lost.add(new Range(start, offset + length - start));
    }
}
