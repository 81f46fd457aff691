package dev.lifeboat.repository.prune;

import dev.lifeboat.repository.chunk.ChunkReader;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.PackContents;
import dev.lifeboat.repository.chunk.PackFooters;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.Geometry;
import dev.lifeboat.repository.disk.ReferencedChunks;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.IncompleteViewException;
import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.repository.prune.PackTable.Mark;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/// Walks from recovery points over their pages to the packs and chunks that they need.
final class Marking {

    /// Pages read together.
    private static final int BATCH = 32;

    private final FencedStore store;
    private final PackTable packs;
    private final Needs needs;
    private final ReferencedChunks references;
    private final PackFooters footers;

    Marking(FencedStore store, Geometry geometry, PackTable packs, Needs needs) {
        this.store = store;
        this.packs = packs;
        this.needs = needs;
        this.references = new ReferencedChunks(geometry, new ChunkReader(store.objects(), store.seals()));
        this.footers = new PackFooters(store.objects(), store.seals());
    }

    /// @throws IncompleteViewException a page cannot be read
    void mark(RecoveryPoint point, Mark mark) {
        store.tick();
        for (var image : point.disks()) {
            try {
                mark(image, mark);
            } catch (DamagedException | ChunkMissingException | UnsupportedFormatException e) {
                throw new IncompleteViewException(
                        point.manifestKey(), "disk " + image.device() + ": " + e.getMessage(), e);
            }
        }
    }

    private void mark(DiskImage image, Mark mark) {
        var batch = new ArrayList<ChunkRef>();
        for (var page : image.pages()) {
            needs.need(page.chunk(), mark);
            if (needs.isNewPage(page.chunk().chunk())) {
                batch.add(page.chunk());
            }
            if (batch.size() == BATCH) {
                read(batch, mark);
            }
        }
        read(batch, mark);
    }

    private void read(List<ChunkRef> batch, Mark mark) {
        if (!batch.isEmpty()) {
            store.tick();
            references.read(batch, ref -> needs.need(ref, mark));
            batch.clear();
        }
    }

    /// Finds the forwarding objects among the needed packs and marks what they lead to. Only a short object can
    /// be one.
    ///
    /// @throws IncompleteViewException a footer cannot be read
    void follow(Mark mark, Parallel parallel) {
        var candidates = IntStream.range(0, packs.size())
                .filter(index -> packs.is(index, mark))
                .filter(index -> packs.bytes(index) <= PackFooters.LARGEST_BYTES)
                .boxed()
                .toList();
        while (!candidates.isEmpty()) {
            var next = new ArrayDeque<Integer>();
            followEach(candidates, mark, parallel, next);
            candidates = next.stream().distinct().sorted().toList();
        }
    }

    private void followEach(Collection<Integer> candidates, Mark mark, Parallel parallel, Collection<Integer> next) {
        parallel.forEach(candidates, index -> {
            if (contents(index) instanceof PackContents.Forwards forwards) {
                var further = needs.forward(index, forwards, mark).stream()
                        .filter(there -> packs.bytes(there) <= PackFooters.LARGEST_BYTES)
                        .toList();
                synchronized (next) {
                    next.addAll(further);
                }
            }
        });
    }

    private PackContents contents(int index) {
        store.tick();
        var pack = packs.pack(index);
        try {
            return footers.read(pack).orElseGet(() -> new PackContents.Chunks(List.of()));
        } catch (DamagedException | UnsupportedFormatException e) {
            throw unreadable(pack.key().value(), e);
        }
    }

    /// Bytes of a pack's chunks that are needed, and of all its chunks.
    record Fill(long neededBytes, long allBytes) {}

    /// @throws IncompleteViewException the footer cannot be read
    Fill fill(int index) {
        var pack = packs.pack(index);
        return switch (contents(index)) {
            case PackContents.Forwards _ -> new Fill(0, 0);
            case PackContents.Chunks chunks ->
                new Fill(
                        chunks.chunks().stream()
                                .filter(chunk -> needs.mayNeed(new ChunkRef(chunk.id(), pack)))
                                .mapToLong(PackContents.Chunk::storedBytes)
                                .sum(),
                        chunks.storedBytes());
        };
    }

    private static IncompleteViewException unreadable(String key, RepositoryException e) {
        return new IncompleteViewException(key, String.valueOf(e.getMessage()), e);
    }
}
