package dev.lifeboat.repository.verify;

import dev.lifeboat.repository.chunk.ChunkId;
import dev.lifeboat.repository.chunk.ChunkKind;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.verify.Finding.Kind;
import dev.lifeboat.repository.verify.Finding.Problem;
import dev.lifeboat.repository.verify.FindingLog.Subject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Packs and chunks that cannot be trusted, as far as is known by now, each with its finding. Safe for any
/// number of threads.
final class Losses {

    /// What is lost of one pack.
    static final class OfPack {

        private Optional<Subject> whole = Optional.empty();
        private final Map<ChunkId, Subject> chunks = new HashMap<>();
        private String found = "";

        boolean wholePack() {
            return whole.isPresent();
        }

        Set<ChunkId> chunks() {
            return wholePack() ? Set.of() : chunks.keySet();
        }

        /// What the first of them was found to be, for people.
        String found() {
            return found;
        }

        private void found(String next) {
            found = found.isEmpty() ? next : found;
        }
    }

    private final FindingLog log;
    private final Map<PackId, OfPack> packs = new HashMap<>();

    Losses(FindingLog log) {
        this.log = log;
    }

    synchronized Subject pack(PackId pack, Problem problem, String found) {
        var subject = log.add(Subject.of(Kind.PACK, pack.key().value()), problem, found);
        var of = of(pack, found);
        if (of.whole.isEmpty()) {
            of.whole = Optional.of(subject);
        }
        return subject;
    }

    synchronized Subject chunk(ChunkRef at, ChunkKind kind, Problem problem, String found) {
        var known = of(at.pack(), found).chunks.get(at.chunk());
        if (known != null) {
            return known;
        }
        var subject = log.add(
                new Subject(
                        kind == ChunkKind.PAGE ? Kind.PAGE : Kind.CHUNK,
                        at.pack().key().value(),
                        Optional.of(at.chunk().toString())),
                problem,
                found);
        of(at.pack(), found).chunks.put(at.chunk(), subject);
        return subject;
    }

    /// The same loss under the name by which pages refer to it: the pack that was compacted since.
    synchronized void alias(ChunkRef named, Subject subject) {
        var of = of(named.pack(), "forwarded to damage");
        if (of.whole.isEmpty()) {
            of.chunks.putIfAbsent(named.chunk(), subject);
        }
    }

    synchronized Optional<Subject> find(ChunkRef ref) {
        var of = packs.get(ref.pack());
        if (of == null) {
            return Optional.empty();
        }
        return of.whole.isPresent() ? of.whole : Optional.ofNullable(of.chunks.get(ref.chunk()));
    }

    synchronized Map<PackId, OfPack> all() {
        return Map.copyOf(packs);
    }

    private OfPack of(PackId pack, String found) {
        var of = packs.computeIfAbsent(pack, _ -> new OfPack());
        of.found(found);
        return of;
    }
}
