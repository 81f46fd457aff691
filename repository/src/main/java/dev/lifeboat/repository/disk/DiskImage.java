package dev.lifeboat.repository.disk;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The root of one disk's map at one point in time: everything on the disk can be reached from here, and
/// nothing else is needed.
///
/// Small whatever the disk's size: pages that are holes as a whole are left out, the others are named, not
/// held.
///
/// @param pages by ascending index
/// @param figures what writing it cost, in the run that did
/// @param notes words about how it was read; not interpreted here
public record DiskImage(
        DiskDescription description, List<PageRef> pages, DiskFigures figures, Map<String, String> notes) {

    public DiskImage {
        pages = List.copyOf(pages);
        notes = Map.copyOf(notes);
        for (int i = 1; i < pages.size(); i++) {
            if (pages.get(i - 1).index() >= pages.get(i).index()) {
                throw new IllegalArgumentException("Disk " + description.vdiUuid() + ": pages out of order");
            }
        }
    }

    /// The same disk in a run that had nothing to write of it.
    public DiskImage unchanged() {
        return new DiskImage(description, pages, DiskFigures.NONE, Map.of());
    }

    public String device() {
        return description.device();
    }

    public UUID vdiUuid() {
        return description.vdiUuid();
    }

    public String name() {
        return description.name();
    }

    public long sizeBytes() {
        return description.sizeBytes();
    }

    /// Bytes that are not holes, in whole pieces (so it may exceed the size by less than one piece).
    public long allocatedBytes() {
        return pages.stream().mapToLong(PageRef::allocatedBytes).sum();
    }
}
