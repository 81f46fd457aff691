package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.chunk.PackDirectory.Located;
import dev.lifeboat.repository.crypto.ObjectSeal;
import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// Looks at packs as a whole, for maintenance: what their footers say, and whether that is true.
///
/// Safe for any number of threads; a call works in its own.
public final class PackInspector {

    /// A request stays below this unless a single chunk is larger.
    private static final int MOST_PER_REQUEST = 4 << 20;

    /// Where a reference leads: over forwarding objects to the pack that really holds the chunk.
    public record Placed(PackId pack, int rawBytes) {}

    /// What a footer says.
    ///
    /// @param objectBytes how long the whole object has to be
    public record Summary(boolean forwarding, int chunks, long objectBytes) {}

    /// One chunk of a pack after all of it was read.
    public sealed interface Verdict {

        ChunkId chunk();

        /// The content has the hash that names it.
        record Good(ChunkId chunk, int storedBytes) implements Verdict {}

        /// @param found what is there instead
        record Bad(ChunkId chunk, ChunkKind kind, String found) implements Verdict {}

        /// A newer release reads it.
        record Unknown(ChunkId chunk, ChunkKind kind, String found) implements Verdict {}
    }

    private final ObjectStore store;
    private final Seals seals;
    private final PackDirectory directory;

    /// @param footerBytes how much memory the footers used last may take
    public PackInspector(ObjectStore store, Seals seals, long footerBytes) {
        this.store = store;
        this.seals = seals;
        this.directory = new PackDirectory(store, seals, footerBytes);
    }

    /// @throws ChunkMissingException the pack is gone, or does not name the chunk
    /// @throws DamagedException the footer of the pack is not what was written
    public Placed locate(ChunkRef ref) {
        var located = directory.locate(ref);
        return new Placed(located.pack(), located.entry().rawBytes());
    }

    /// @throws ChunkMissingException there is no such pack
    /// @throws DamagedException the footer is not what was written
    public Summary summary(PackId pack) {
        var footer = directory.footer(pack);
        return new Summary(footer.isForwarding(), footer.entries(), footer.objectBytes());
    }

    /// The chunks that the footer names, of one kind.
    ///
    /// @throws ChunkMissingException there is no such pack
    /// @throws DamagedException the footer is not what was written
    public List<ChunkId> chunks(PackId pack, ChunkKind kind) {
        return entries(directory.footer(pack)).stream()
                .filter(entry -> entry.kind() == kind)
                .map(PackEntry::chunk)
                .toList();
    }

    /// Reads every chunk of a pack, from front to end, and says of each what it is. A forwarding object has
    /// none.
    ///
    /// @throws ChunkMissingException there is no such pack
    /// @throws DamagedException the footer is not what was written
    public void check(PackId pack, Consumer<Verdict> verdicts) {
        var run = new ArrayList<PackEntry>();
        var footer = directory.footer(pack);
        var reading = new Reading(pack, footer.seal(), verdicts);
        for (var entry : entries(footer)) {
            if (!run.isEmpty()
                    && entry.offset() + entry.storedBytes() - run.getFirst().offset() > MOST_PER_REQUEST) {
                reading.check(run);
                run.clear();
            }
            run.add(entry);
        }
        if (!run.isEmpty()) {
            reading.check(run);
        }
    }

    private static List<PackEntry> entries(PackFooter footer) {
        var entries = new ArrayList<PackEntry>();
        for (int i = 0; !footer.isForwarding() && i < footer.entries(); i++) {
            entries.add(footer.entry(i));
        }
        entries.sort(Comparator.comparingInt(PackEntry::offset));
        return entries;
    }

    /// The memory of one check.
    private final class Reading {

        private final PackId pack;
        private final ObjectSeal seal;
        private final Consumer<Verdict> verdicts;
        private final ChunkDecoder decoder = new ChunkDecoder(seals.chunkHasher());
        private byte[] stored = new byte[0];
        private byte[] content = new byte[0];

        Reading(PackId pack, ObjectSeal seal, Consumer<Verdict> verdicts) {
            this.pack = pack;
            this.seal = seal;
            this.verdicts = verdicts;
        }

        void check(List<PackEntry> run) {
            int start = run.getFirst().offset();
            int length = run.stream()
                            .mapToInt(entry -> entry.offset() + entry.storedBytes())
                            .max()
                            .orElseThrow()
                    - start;
            if (stored.length < length) {
                stored = new byte[length];
            }
            long got = store.getRange(pack.key(), start, ByteBuffer.wrap(stored, 0, length))
                    .orElseThrow(() -> new ChunkMissingException(
                            run.getFirst().chunk().toString(), pack.key().value(), "there is no such pack"));
            for (var entry : run) {
                boolean whole = entry.offset() - start + entry.storedBytes() <= got;
                verdicts.accept(
                        whole
                                ? verdict(entry, entry.offset() - start)
                                : new Verdict.Bad(entry.chunk(), entry.kind(), "the pack ends before it"));
            }
        }

        private Verdict verdict(PackEntry entry, int at) {
            if (content.length < entry.rawBytes()) {
                content = new byte[entry.rawBytes()];
            }
            try {
                decoder.decode(
                        new Located(pack, entry, seal),
                        ByteBuffer.wrap(stored, at, entry.storedBytes()),
                        ByteBuffer.wrap(content, 0, entry.rawBytes()));
                return new Verdict.Good(entry.chunk(), entry.storedBytes());
            } catch (DamagedException e) {
                return new Verdict.Bad(entry.chunk(), entry.kind(), e.found());
            } catch (UnsupportedFormatException e) {
                return new Verdict.Unknown(entry.chunk(), entry.kind(), String.valueOf(e.getMessage()));
            }
        }
    }
}
