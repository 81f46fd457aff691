package dev.lifeboat.agent.restore;

import dev.lifeboat.repository.disk.Extent;
import java.util.Iterator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A piece of a disk's content that is sent as one: an extent, cut at every MiB of the disk, which is where chunks end.
record ContentRange(long offset, int lengthBytes) {
    static final int MOST_BYTES = 1 << 20;

    /// What a range costs on the wire besides its bytes, and what the end of them all costs.
    static final int FRAME_BYTES = 12;

    static Iterator<ContentRange> cut(Iterator<Extent> extents) {
        Iterable<Extent> once = () -> extents;
        return StreamSupport.stream(once.spliterator(), false)
                .filter(extent -> !extent.hole())
                .flatMap(ContentRange::cut)
                .iterator();
    }

    private static Stream<ContentRange> cut(Extent extent) {
        long first = extent.offset() / MOST_BYTES;
        long end = Math.ceilDiv(extent.end(), (long) MOST_BYTES);
        return LongStream.range(first, end).mapToObj(cell -> {
            long from = Math.max(extent.offset(), cell * MOST_BYTES);
            long to = Math.min(extent.end(), (cell + 1) * MOST_BYTES);
            return new ContentRange(from, (int) (to - from));
        });
    }

    /// What is sent of a disk.
    ///
    /// @param contentBytes of the disk
    /// @param bodyBytes    with the frames around them
    record Sum(long contentBytes, long bodyBytes) {}

    static Sum sum(Iterator<Extent> extents) {
        long content = 0;
        long frames = FRAME_BYTES;
        for (var ranges = cut(extents); ranges.hasNext(); ) {
            content += ranges.next().lengthBytes();
            frames += FRAME_BYTES;
        }
        return new Sum(content, content + frames);
    }
}
