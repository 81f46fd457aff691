package dev.lifeboat.repository.verify;

import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// All packs that the store lists, ascending by id, with their lengths: 24 bytes of memory for each, 1 MiB
/// for a TiB of packs.
final class PackListing {

    private long[] highs = new long[1 << 10];
    private long[] lows = new long[1 << 10];
    private long[] sizes = new long[1 << 10];
    private int count;
    private long allBytes;

    private PackListing() {}

    static PackListing read(ObjectStore store) {
        var listing = new PackListing();
        store.listAll(PackId.PREFIX).forEach(listing::add);
        return listing;
    }

    /// Listings ascend by key, and so by id. What is there under a name that no pack has is nobody's business.
    private void add(ObjectEntry entry) {
        packOf(entry.key().value()).ifPresent(pack -> {
            if (count == highs.length) {
                highs = Arrays.copyOf(highs, count * 2);
                lows = Arrays.copyOf(lows, count * 2);
                sizes = Arrays.copyOf(sizes, count * 2);
            }
            highs[count] = pack.high();
            lows[count] = pack.low();
            sizes[count] = entry.sizeBytes();
            allBytes += entry.sizeBytes();
            count++;
        });
    }

    /// The pack of that key, if it is the key of a pack.
    static Optional<PackId> packOf(String key) {
        try {
            var pack = PackId.parse(key.substring(key.lastIndexOf('/') + 1));
            return pack.key().value().equals(key) ? Optional.of(pack) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    int count() {
        return count;
    }

    long allBytes() {
        return allBytes;
    }

    Stream<PackId> packs() {
        return IntStream.range(0, count).mapToObj(this::pack);
    }

    PackId pack(int index) {
        return new PackId(highs[index], lows[index]);
    }

    long sizeBytes(int index) {
        return sizes[index];
    }

    OptionalInt indexOf(PackId pack) {
        int index = firstFrom(pack);
        return index < count && pack(index).equals(pack) ? OptionalInt.of(index) : OptionalInt.empty();
    }

    /// The index of the first pack that is not less; the count, if there is none.
    int firstFrom(PackId pack) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pack(middle).compareTo(pack) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
