package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.util.Optional;
import java.util.stream.IntStream;

/// Reads what footers say, for maintenance: as the store has them now, one request each, two where a footer is
/// long. Safe for any number of threads.
public final class PackFooters {

    /// What no footer exceeds: a longer object holds chunks.
    public static final int LARGEST_BYTES = PackFormat.MOST_FOOTER_BYTES;

    /// Holds the footer of an ordinary pack.
    private static final int FIRST_SUFFIX = 16 << 10;

    private final ObjectStore store;
    private final Seals seals;

    public PackFooters(ObjectStore store, Seals seals) {
        this.store = store;
        this.seals = seals;
    }

    /// Empty when there is no such pack.
    ///
    /// @throws DamagedException the footer is not what was written
    /// @throws UnsupportedFormatException a newer release wrote it
    public Optional<PackContents> read(PackId pack) {
        return footer(pack).map(PackFooters::contents);
    }

    private Optional<PackFooter> footer(PackId pack) {
        return store.getSuffix(pack.key(), FIRST_SUFFIX).flatMap(suffix -> {
            int length = PackFooter.footerBytes(pack, suffix);
            var whole = length <= suffix.length ? Optional.of(suffix) : store.getSuffix(pack.key(), length);
            return whole.map(bytes -> PackFooter.read(pack, bytes, seals));
        });
    }

    private static PackContents contents(PackFooter footer) {
        var entries = IntStream.range(0, footer.entries());
        return footer.isForwarding()
                ? new PackContents.Forwards(entries.mapToObj(footer::target).toList())
                : new PackContents.Chunks(
                        entries.mapToObj(footer::entry).map(PackFooters::chunk).toList());
    }

    private static PackContents.Chunk chunk(PackEntry entry) {
        return new PackContents.Chunk(entry.chunk(), entry.storedBytes(), entry.kind());
    }
}
