package dev.lifeboat.repository.verify;

import dev.lifeboat.repository.chunk.ChunkKind;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.chunk.PackInspector;
import dev.lifeboat.repository.chunk.SegmentInspector;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Builds dedup segments anew for packs that no readable segment names.
final class SegmentRepair {

    private static final long FOOTER_BYTES = 1 << 20;

    private final OpenedRepository access;
    private final PackListing packs;
    private final Set<PackId> marked;
    private final boolean applies;
    private final SegmentInspector segments;
    private final PackInspector inspector;
    private final String name = UUID.randomUUID().toString();
    private final List<ChunkRef> chunks = new ArrayList<>();
    private final List<String> written = new ArrayList<>();

    /// @param marked packs that are left out
    SegmentRepair(OpenedRepository access, PackListing packs, Set<PackId> marked, boolean applies) {
        this.access = access;
        this.packs = packs;
        this.marked = marked;
        this.applies = applies;
        this.segments = new SegmentInspector(access.store(), access.seals());
        this.inspector = new PackInspector(access.store(), access.seals(), FOOTER_BYTES);
    }

    /// Writes the new ones before the old ones go.
    ///
    /// @return the keys of those written
    List<String> replace(List<String> damaged) {
        if (damaged.isEmpty() || !applies) {
            return List.of();
        }
        var covered = covered();
        packs.packs()
                .filter(pack -> !covered.contains(pack) && !marked.contains(pack))
                .forEach(this::add);
        writeFull(1);
        damaged.forEach(key -> access.store().delete(new ObjectKey(key)));
        return written;
    }

    private Set<PackId> covered() {
        var covered = new HashSet<PackId>();
        segments.keys().forEach(key -> packsOf(key).ifPresent(covered::addAll));
        return covered;
    }

    private Optional<Set<PackId>> packsOf(ObjectKey key) {
        try {
            return segments.packs(key);
        } catch (DamagedException | UnsupportedFormatException _) {
            return Optional.empty();
        }
    }

    /// A pack that cannot be read is no loss here: its chunks are stored again.
    private void add(PackId pack) {
        try {
            inspector.chunks(pack, ChunkKind.CONTENT).forEach(chunk -> chunks.add(new ChunkRef(chunk, pack)));
        } catch (ChunkMissingException | DamagedException | UnsupportedFormatException _) {
            return;
        }
        writeFull(SegmentInspector.USUAL_ENTRIES);
    }

    private void writeFull(int least) {
        if (chunks.size() >= least) {
            var key = segments.write(
                    access.clock().instant().getEpochSecond() + "-" + name + "-" + written.size(), chunks);
            written.add(key.value());
            chunks.clear();
        }
    }
}
