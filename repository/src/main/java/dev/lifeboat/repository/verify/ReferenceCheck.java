package dev.lifeboat.repository.verify;

import dev.lifeboat.repository.chunk.ChunkKind;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.chunk.PackInspector;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.verify.Finding.Kind;
import dev.lifeboat.repository.verify.Finding.Problem;
import dev.lifeboat.repository.verify.FindingLog.Subject;
import java.util.BitSet;

/// Whether a reference leads to a chunk: its pack is there, as long as its footer says, and the footer names
/// the chunk. Safe for any number of threads.
final class ReferenceCheck {

    /// What is at the end of a reference.
    sealed interface Outcome {

        record Fine(int rawBytes) implements Outcome {}

        record Lost(Subject subject) implements Outcome {}
    }

    private final ObjectStore store;
    private final PackListing listing;
    private final PackInspector inspector;
    private final ContentCheck content;
    private final FindingLog log;
    private final Losses losses;
    private final StoreTroubles troubles;

    /// By index in the listing: a set of millions of ids would take more memory than all the rest.
    private final BitSet measured = new BitSet();

    ReferenceCheck(
            ObjectStore store, PackListing listing, PackInspector inspector, ContentCheck content, Findings findings) {
        this.store = store;
        this.listing = listing;
        this.inspector = inspector;
        this.content = content;
        this.log = findings.log();
        this.losses = findings.losses();
        this.troubles = findings.troubles();
    }

    Outcome check(ChunkRef ref, ChunkKind kind) {
        var known = losses.find(ref);
        if (known.isPresent()) {
            return new Outcome.Lost(known.get());
        }
        try {
            return follow(ref);
        } catch (ChunkMissingException e) {
            return new Outcome.Lost(missing(ref, kind, e));
        } catch (DamagedException e) {
            return new Outcome.Lost(forwarded(
                    ref,
                    losses.pack(
                            packOf(e.key(), ref),
                            Problem.DAMAGED,
                            "expected " + e.expected() + ", found " + e.found())));
        } catch (UnsupportedFormatException e) {
            return new Outcome.Lost(log.add(
                    Subject.of(Kind.PACK, ref.pack().key().value()),
                    Problem.UNSUPPORTED,
                    String.valueOf(e.getMessage())));
        } catch (ObjectStoreException e) {
            return new Outcome.Lost(troubles.add(Subject.of(Kind.PACK, e.key()), e));
        }
    }

    private Outcome follow(ChunkRef ref) {
        var placed = inspector.locate(ref);
        measure(placed.pack());
        var lost = losses.find(new ChunkRef(ref.chunk(), placed.pack()));
        return lost.isPresent() ? new Outcome.Lost(forwarded(ref, lost.get())) : new Outcome.Fine(placed.rawBytes());
    }

    /// A pack of the wrong length is read at once: only its content can tell what that means.
    private void measure(PackId pack) {
        var index = listing.indexOf(pack);
        if (index.isPresent() && firstTime(index.getAsInt())) {
            long size = listing.sizeBytes(index.getAsInt());
            if (size != inspector.summary(pack).objectBytes()) {
                content.check(pack, size);
            }
        }
    }

    private boolean firstTime(int index) {
        synchronized (measured) {
            boolean first = !measured.get(index);
            measured.set(index);
            return first;
        }
    }

    private Subject missing(ChunkRef ref, ChunkKind kind, ChunkMissingException e) {
        var pack = packOf(e.packKey(), ref);
        boolean gone = store.size(pack.key()).isEmpty();
        var subject = gone
                ? losses.pack(pack, Problem.MISSING, "there is no such object")
                : losses.chunk(
                        new ChunkRef(ref.chunk(), pack), kind, Problem.MISSING, "the pack's footer does not name it");
        return forwarded(ref, subject);
    }

    private Subject forwarded(ChunkRef named, Subject subject) {
        if (losses.find(named).isEmpty()) {
            losses.alias(named, subject);
        }
        return subject;
    }

    private static PackId packOf(String key, ChunkRef ref) {
        return PackListing.packOf(key).orElse(ref.pack());
    }

    /// The chunk is there, but cannot be what the page says of it.
    Subject tooShort(ChunkRef ref, Outcome.Fine fine, long neededBytes) {
        return losses.chunk(
                ref,
                ChunkKind.CONTENT,
                Problem.DAMAGED,
                "a page needs " + neededBytes + " bytes of it, and it has " + fine.rawBytes());
    }
}
