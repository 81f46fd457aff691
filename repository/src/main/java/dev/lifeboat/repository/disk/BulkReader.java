package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.task.Awaited;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Reads a disk from front to end: batches of neighbouring cells are fetched ahead, each by one thread, and
/// handed over in order. A fixed number of buffers goes round, so a slow consumer stops the fetching.
final class BulkReader {

    /// Cells fetched together. A full run wrote them side by side into one pack, so this is usually one
    /// request.
    static final int CELLS_PER_BATCH = 4;

    /// Neighbouring cells and their content, once it is there.
    private record Batch(long offset, List<Cell> cells, ByteBuffer content) {}

    private final Geometry geometry;
    private final long diskBytes;
    private final CellReader cells;
    private final ContentConsumer consumer;
    private final int readAhead;
    private final Deque<byte[]> freeBuffers = new ArrayDeque<>();
    private final Deque<Future<Batch>> running = new ArrayDeque<>();

    BulkReader(Geometry geometry, long diskBytes, CellReader cells, ContentConsumer consumer, int readAhead) {
        this.geometry = geometry;
        this.diskBytes = diskBytes;
        this.cells = cells;
        this.consumer = consumer;
        this.readAhead = readAhead;
        for (int i = 0; i < readAhead; i++) {
            freeBuffers.add(new byte[0]);
        }
    }

    void read(Iterable<PageOfCells> pages) {
        try (var executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("read-ahead-", 0).factory())) {
            for (var page : pages) {
                readPage(page, executor);
            }
            while (!running.isEmpty()) {
                handOver();
            }
        }
    }

    /// A page's cells and where on the disk they start.
    record PageOfCells(long offset, List<Cell> cells) {}

    private void readPage(PageOfCells page, ExecutorService executor) {
        var all = page.cells();
        for (int from = 0; from < all.size(); ) {
            if (all.get(from).isHole()) {
                from++;
                continue;
            }
            int to = Math.min(from + CELLS_PER_BATCH, all.size());
            start(page.offset() + (long) from * geometry.cellBytes(), all.subList(from, to), executor);
            from = to;
        }
    }

    private void start(long offset, List<Cell> batch, ExecutorService executor) {
        while (running.size() >= readAhead) {
            handOver();
        }
        var free = freeBuffers.removeFirst();
        int length = batch.size() * geometry.cellBytes();
        var buffer = free.length < length ? new byte[length] : free;
        running.add(executor.submit(() -> {
            cells.read(batch, buffer);
            return new Batch(offset, batch, ByteBuffer.wrap(buffer));
        }));
    }

    private void handOver() {
        var batch = Awaited.result(running.removeFirst(), "Interrupted while a disk was read");
        for (var extent : contentOf(batch)) {
            int from = (int) (extent.offset() - batch.offset());
            consumer.accept(extent.offset(), batch.content().slice(from, (int) extent.lengthBytes()));
        }
        freeBuffers.add(batch.content().array());
    }

    private List<Extent> contentOf(Batch batch) {
        var content = new ArrayList<Extent>();
        for (int i = 0; i < batch.cells().size(); i++) {
            long cellOffset = batch.offset() + (long) i * geometry.cellBytes();
            for (var piece : batch.cells().get(i).pieces()) {
                long from = cellOffset + (long) piece.first() * geometry.pieceBytes();
                long to = Math.min(diskBytes, cellOffset + (long) piece.end() * geometry.pieceBytes());
                boolean joins = !content.isEmpty() && content.getLast().end() == from;
                long start = joins ? content.removeLast().offset() : from;
                content.add(new Extent(start, to - start, Extent.Kind.CONTENT));
            }
        }
        return content;
    }
}
