package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.nbd.NbdDisk.Part;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// As many ranges as one buffer holds: one in a full read, dozens where single blocks changed here and there.
record Batch(List<Range> ranges) {
    Batch {
        ranges = List.copyOf(ranges);
    }

    long bytes() {
        return ranges.stream().mapToLong(Range::lengthBytes).sum();
    }

    /// A place in the buffer for each range.
    List<Part> over(ByteBuffer buffer) {
        var parts = new ArrayList<Part>(ranges.size());
        int position = 0;
        for (var range : ranges) {
            parts.add(new Part(range.offset(), buffer.slice(position, range.lengthBytes())));
            position += range.lengthBytes();
        }
        return parts;
    }
}
