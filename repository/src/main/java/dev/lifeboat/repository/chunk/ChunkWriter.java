package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/// Stores the chunks of one session: each once, in packs. Safe for any number of threads.
public final class ChunkWriter implements AutoCloseable {

    /// How much a session may use.
    ///
    /// @param packBytes no chunk is larger
    /// @param encoderBytes the largest cell
    public record Limits(int packBytes, int uploads, int encoders, int encoderBytes, int knownChunks) {}

    private final Seals seals;
    private final Limits limits;
    private final DamagedChunks damaged;
    private final PackWriter packs;
    private final KnownChunks known;
    private final ChunkReader reader;
    private final DedupSegments segments;
    private final BlockingQueue<ChunkEncoder> encoders = new LinkedBlockingQueue<>();
    private final List<ChunkEncoder> allEncoders = new ArrayList<>();
    private final Set<PackId> borrowedPacks = ConcurrentHashMap.newKeySet();

    /// @param damaged what no reference may lead to
    /// @param afterUpload called in the uploading thread after each pack that is stored; must not throw
    public ChunkWriter(ObjectStore store, Seals seals, Limits limits, DamagedChunks damaged, Runnable afterUpload) {
        var random = new SecureRandom();
        this.seals = seals;
        this.limits = limits;
        this.damaged = damaged;
        this.packs = new PackWriter(store, seals, () -> PackId.random(random), limits, afterUpload);
        this.known = new KnownChunks(limits.knownChunks());
        this.reader = new ChunkReader(store, seals, packs::pending);
        this.segments = new DedupSegments(store, seals);
    }

    /// Reads what this session has written, stored already or not, and everything else in the repository.
    public ChunkReader reader() {
        return reader;
    }

    /// What a repair marked, as of the start of the session.
    public DamagedChunks damaged() {
        return damaged;
    }

    boolean trusts(ChunkRef ref) {
        return !damaged.contains(ref);
    }

    /// Waits for a free encoder.
    public ChunkEncoder borrow() {
        var encoder = encoders.poll();
        if (encoder != null) {
            return encoder;
        }
        synchronized (allEncoders) {
            if (allEncoders.size() < limits.encoders()) {
                var added = new ChunkEncoder(this, seals.chunkHasher(), limits.encoderBytes());
                allEncoders.add(added);
                return added;
            }
        }
        try {
            return encoders.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for an encoder", e);
        }
    }

    void giveBack(ChunkEncoder encoder) {
        encoders.add(encoder);
    }

    /// Learns from the repository's dedup segments, up to half of what may be known: worth it before a full
    /// run.
    ///
    /// @param doomed packs that maintenance is about to delete or compact: nothing of them may be borrowed
    public void learn(Set<PackId> doomed) {
        segments.load(limits.knownChunks() / 2, ref -> {
            if (!doomed.contains(ref.pack())) {
                known.add(ref, KnownChunks.Origin.SEGMENT);
            }
        });
    }

    /// Pages are not looked up: one that did not change is referred to as a whole, and no two others are the
    /// same.
    StoredChunk store(ChunkKind kind, ChunkId chunk, Supplier<EncodedChunk> encode) {
        if (kind == ChunkKind.PAGE) {
            return append(encode.get());
        }
        return duplicate(chunk).map(StoredChunk::duplicate).orElseGet(() -> {
            var stored = append(encode.get());
            known.add(stored.ref(), KnownChunks.Origin.OWN);
            return stored;
        });
    }

    private StoredChunk append(EncodedChunk encoded) {
        var pack = packs.append(encoded);
        return new StoredChunk(new ChunkRef(encoded.chunk(), pack), encoded.storedBytes());
    }

    private Optional<ChunkRef> duplicate(ChunkId chunk) {
        return known.find(chunk).filter(this::isTrue).map(KnownChunks.Known::ref);
    }

    /// A segment may be outdated, forged or from a run that never committed: its word counts once the pack's
    /// own footer confirms it.
    private boolean isTrue(KnownChunks.Known found) {
        return switch (found.origin()) {
            case OWN -> true;
            case SEGMENT -> {
                boolean there = trusts(found.ref()) && reader.holds(found.ref(), damaged);
                if (there) {
                    borrowedPacks.add(found.ref().pack());
                } else {
                    known.remove(found.ref().chunk());
                }
                yield there;
            }
        };
    }

    /// Asks the store whether the packs are there as they were written.
    public void requireUncompacted(Set<PackId> wanted) {
        reader.packs().requireUncompacted(wanted);
    }

    /// Waits until everything is in the store. Packs of others that were referred to are looked at once more.
    public void flush() {
        packs.flush();
        reader.packs().requireThere(borrowedPacks);
    }

    /// Sends the pack that is being filled to the store, however small it is.
    public void closePack() {
        packs.closePack();
    }

    /// Packs of this backup that are not in the store yet.
    public OutstandingPacks outstanding() {
        return packs.outstanding();
    }

    /// Waits until these closed packs are stored.
    public void awaitStored(Set<PackId> closed) {
        packs.awaitStored(closed);
    }

    /// Tells other sessions what this one stored.
    public void publish(String segmentName) {
        segments.write(segmentName, known);
    }

    /// Bytes of pack buffers that exist now.
    long bufferBytes() {
        return packs.bufferBytes();
    }

    /// Ends the uploads that are under way, for whoever cannot wait for them.
    public void interrupt() {
        packs.interrupt();
    }

    @Override
    public void close() {
        packs.close();
        synchronized (allEncoders) {
            allEncoders.forEach(ChunkEncoder::release);
            allEncoders.clear();
        }
    }
}
