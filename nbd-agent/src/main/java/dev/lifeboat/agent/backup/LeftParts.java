package dev.lifeboat.agent.backup;

import dev.lifeboat.repository.disk.Extent;
import dev.lifeboat.xen.ChangedBlocks.Run;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Which parts of what a stream brings are to be written still, when an earlier agent has written others. Asked in
/// ascending order.
final class LeftParts {
    private final Iterator<Run> left;
    private Optional<Run> current;

    LeftParts(long diskBytes, Iterator<Extent> done) {
        this.left = new LeftToRead(List.of(new Run(0, diskBytes)).iterator(), done);
        this.current = next();
    }

    List<Range> of(long offset, int lengthBytes) {
        var parts = new ArrayList<Range>();
        long end = offset + lengthBytes;
        while (current.isPresent() && current.get().offset() < end) {
            var run = current.get();
            long from = Math.max(offset, run.offset());
            long to = Math.min(end, run.end());
            if (from < to) {
                parts.add(new Range(from, (int) (to - from)));
            }
            if (run.end() > end) {
                break;
            }
            current = next();
        }
        return parts;
    }

    private Optional<Run> next() {
        return left.hasNext() ? Optional.of(left.next()) : Optional.empty();
    }
}
