package dev.lifeboat.repository.prune;

import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The packs that a listing named, and what is found out about each: 33 bytes for a pack, 1 MiB for each TiB in
/// packs of 32 MiB. Packs that were stored after the listing are none of this run's business.
///
/// Filled by one thread; marks are set under the table's monitor.
final class PackTable {

    /// What is found out about a pack.
    enum Mark {
        /// A recovery point leads to it, or a deleted one within its grace period.
        NEEDED(1),
        /// A deleted point leads to it whose grace period has passed.
        NEEDED_BY_EXPIRED(2),
        /// A forwarding object stands there.
        FORWARDS(4),
        /// A trash record names it, and no later note has taken it out.
        NAMED(8),
        /// It is gone, or something else stands there since.
        DONE(16);

        private final byte bit;

        Mark(int bit) {
            this.bit = (byte) bit;
        }
    }

    private static final int SMALLEST = 256;

    private long[] highs = new long[SMALLEST];
    private long[] lows = new long[SMALLEST];
    private long[] sizes = new long[SMALLEST];
    private long[] modified = new long[SMALLEST];
    private byte[] marks = new byte[SMALLEST];
    private int size;
    private long totalBytes;
    private final List<String> strangers = new ArrayList<>();

    static PackTable list(ObjectStore store, Runnable tick) {
        var table = new PackTable();
        store.listAll(PackId.PREFIX).forEach(entry -> {
            tick.run();
            table.add(entry);
        });
        return table;
    }

    private void add(ObjectEntry entry) {
        var name = entry.key().value();
        PackId pack;
        try {
            pack = PackId.parse(name.substring(name.lastIndexOf('/') + 1));
        } catch (IllegalArgumentException _) {
            strangers.add(name);
            return;
        }
        if (!pack.key().equals(entry.key())) {
            strangers.add(name);
            return;
        }
        if (size == highs.length) {
            grow();
        }
        // Keys are hexadecimal, so a listing is in the order of the ids.
        highs[size] = pack.high();
        lows[size] = pack.low();
        sizes[size] = entry.sizeBytes();
        modified[size] = entry.modifiedAt().getEpochSecond();
        totalBytes += entry.sizeBytes();
        size++;
    }

    private void grow() {
        highs = Arrays.copyOf(highs, 2 * size);
        lows = Arrays.copyOf(lows, 2 * size);
        sizes = Arrays.copyOf(sizes, 2 * size);
        modified = Arrays.copyOf(modified, 2 * size);
        marks = Arrays.copyOf(marks, 2 * size);
    }

    int size() {
        return size;
    }

    long totalBytes() {
        return totalBytes;
    }

    /// Names under `packs/` that are no pack's.
    List<String> strangers() {
        return List.copyOf(strangers);
    }

    PackId pack(int index) {
        return new PackId(highs[index], lows[index]);
    }

    long bytes(int index) {
        return sizes[index];
    }

    /// To the second, rounded up: never older than it is.
    Instant modifiedAt(int index) {
        return Instant.ofEpochSecond(modified[index] + 1);
    }

    /// Where the pack stands in the table; negative if the listing did not name it.
    int find(PackId pack) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = pack(middle).compareTo(pack);
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order > 0 ? middle - 1 : high;
        }
        return -1;
    }

    /// Whether it had not been marked so before.
    synchronized boolean mark(int index, Mark mark) {
        boolean isNew = (marks[index] & mark.bit) == 0;
        marks[index] |= mark.bit;
        return isNew;
    }

    synchronized boolean is(int index, Mark mark) {
        return (marks[index] & mark.bit) != 0;
    }

    /// Whether any point, deleted or not, leads to it.
    boolean reached(int index) {
        return is(index, Mark.NEEDED) || is(index, Mark.NEEDED_BY_EXPIRED);
    }
}
