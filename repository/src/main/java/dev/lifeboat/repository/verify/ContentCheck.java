package dev.lifeboat.repository.verify;

import dev.lifeboat.repository.chunk.ChunkKind;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.chunk.PackInspector;
import dev.lifeboat.repository.chunk.PackInspector.Verdict;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.verify.Finding.Kind;
import dev.lifeboat.repository.verify.Finding.Problem;
import dev.lifeboat.repository.verify.FindingLog.Subject;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// Reads all of a pack and compares every chunk with its name.
final class ContentCheck {

    private final PackInspector inspector;
    private final FindingLog log;
    private final Losses losses;
    private final StoreTroubles troubles;
    private final Counters counters;
    private final LongAdder losing = new LongAdder();

    ContentCheck(PackInspector inspector, Findings findings, Counters counters) {
        this.inspector = inspector;
        this.log = findings.log();
        this.losses = findings.losses();
        this.troubles = findings.troubles();
        this.counters = counters;
    }

    /// Whether anything was found that following the points alone does not show.
    boolean foundLosses() {
        return losing.sum() > 0;
    }

    /// @param sizeBytes how long the store says it is
    void check(PackId pack, long sizeBytes) {
        try {
            checkSize(pack, sizeBytes);
            inspector.check(pack, verdict -> take(pack, verdict));
        } catch (ChunkMissingException _) {
            // Pruned since it was listed. If a point needs it, following that point's pages has found it missing.
        } catch (DamagedException e) {
            losing.increment();
            losses.pack(pack, Problem.DAMAGED, "expected " + e.expected() + ", found " + e.found());
        } catch (UnsupportedFormatException e) {
            log.add(subject(pack), Problem.UNSUPPORTED, String.valueOf(e.getMessage()));
        } catch (ObjectStoreException e) {
            troubles.add(subject(pack), e);
        }
        counters.readPacks.increment();
        counters.tell();
    }

    /// Of another length than its footer says, it was cut or spliced; which chunks that hit their content
    /// shows.
    private void checkSize(PackId pack, long sizeBytes) {
        long expected = inspector.summary(pack).objectBytes();
        if (expected != sizeBytes) {
            log.add(
                    subject(pack),
                    Problem.DAMAGED,
                    "it is " + sizeBytes + " bytes long, and " + expected + " by its footer");
        }
    }

    private void take(PackId pack, Verdict verdict) {
        switch (verdict) {
            case Verdict.Good good -> counters.readBytes.add(good.storedBytes());
            case Verdict.Bad(var chunk, var kind, var found) -> {
                losing.increment();
                losses.chunk(new ChunkRef(chunk, pack), kind, Problem.DAMAGED, found);
            }
            case Verdict.Unknown(var chunk, var kind, var found) ->
                log.add(
                        new Subject(
                                kind == ChunkKind.PAGE ? Kind.PAGE : Kind.CHUNK,
                                pack.key().value(),
                                Optional.of(chunk.toString())),
                        Problem.UNSUPPORTED,
                        found);
        }
        counters.chunks.increment();
    }

    private static Subject subject(PackId pack) {
        return Subject.of(Kind.PACK, pack.key().value());
    }
}
