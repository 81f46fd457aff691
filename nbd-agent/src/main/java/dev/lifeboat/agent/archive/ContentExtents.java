package dev.lifeboat.agent.archive;

import dev.lifeboat.repository.disk.DiskReader;
import dev.lifeboat.xen.stream.Extent;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The extents of a disk that hold something, in the words of the formats of pools.
public final class ContentExtents implements Iterator<Extent> {
    private final Iterator<dev.lifeboat.repository.disk.Extent> extents;
    private Optional<Extent> next;

    public ContentExtents(DiskReader reader) {
        this.extents = reader.extents();
        this.next = find();
    }

    @Override
    public boolean hasNext() {
        return next.isPresent();
    }

    @Override
    public Extent next() {
        var result = next.orElseThrow(() -> new NoSuchElementException("There is no more content"));
        next = find();
        return result;
    }

    private Optional<Extent> find() {
        while (extents.hasNext()) {
            var extent = extents.next();
            if (!extent.hole()) {
                return Optional.of(new Extent(extent.offset(), extent.lengthBytes()));
            }
        }
        return Optional.empty();
    }
}
