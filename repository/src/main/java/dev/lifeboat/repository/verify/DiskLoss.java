package dev.lifeboat.repository.verify;

import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.verify.DamagedPoint.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What one disk of one point lost. Safe for any number of threads.
final class DiskLoss {

    private static final int MOST_RANGES = 1000;

    private final String manifestKey;
    private final DiskImage image;
    private final List<Range> ranges = new ArrayList<>();

    DiskLoss(String manifestKey, DiskImage image) {
        this.manifestKey = manifestKey;
        this.image = image;
    }

    String manifestKey() {
        return manifestKey;
    }

    DiskImage image() {
        return image;
    }

    /// A run may reach over the disk's end: content is kept in whole pieces.
    synchronized void lose(long offset, long lengthBytes) {
        long end = Math.min(image.sizeBytes(), offset + lengthBytes);
        if (end > offset) {
            ranges.add(new Range(offset, end - offset));
        }
    }

    synchronized boolean isWhole() {
        return ranges.isEmpty();
    }

    synchronized DamagedPoint.Disk disk() {
        var joined = joined();
        return new DamagedPoint.Disk(
                image.device(),
                image.vdiUuid(),
                image.name(),
                image.sizeBytes(),
                joined.stream().mapToLong(Range::lengthBytes).sum(),
                joined.subList(0, Math.min(joined.size(), MOST_RANGES)));
    }

    private List<Range> joined() {
        var joined = new ArrayList<Range>();
        ranges.sort(Comparator.comparingLong(Range::offset));
        for (var range : ranges) {
            if (!joined.isEmpty() && joined.getLast().end() >= range.offset()) {
                var last = joined.removeLast();
                joined.add(new Range(last.offset(), Math.max(last.end(), range.end()) - last.offset()));
            } else {
                joined.add(range);
            }
        }
        return joined;
    }
}
