package dev.lifeboat.repository.verify;

import dev.lifeboat.repository.chunk.ChunkKind;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.disk.PageRef;
import dev.lifeboat.repository.disk.PageRuns;
import dev.lifeboat.repository.disk.PageRuns.Run;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.verify.Finding.Kind;
import dev.lifeboat.repository.verify.Finding.Problem;
import dev.lifeboat.repository.verify.FindingLog.Subject;
import dev.lifeboat.repository.verify.ReferenceCheck.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Follows the versions of one page of a disk, from point to point: most of what they refer to is the same,
/// and looked at once.
final class PageCheck {

    private final PageRuns pages;
    private final ReferenceCheck references;
    private final Findings findings;
    private final Counters counters;
    private final long pageBytes;

    /// What was looked at already, for one disk's page. At most as many as its versions differ in.
    private final Map<ChunkRef, Outcome> seen = new HashMap<>();

    PageCheck(PageRuns pages, ReferenceCheck references, Findings findings, Counters counters, long pageBytes) {
        this.pages = pages;
        this.references = references;
        this.findings = findings;
        this.counters = counters;
        this.pageBytes = pageBytes;
    }

    /// @param holders the disks that have this version
    void check(PageRef page, List<DiskLoss> holders) {
        var lost = unreadable(page, smallest(holders), holders);
        lost.ifPresent(subject -> lose(subject, (long) page.index() * pageBytes, pageBytes, holders));
        counters.pages.increment();
        counters.tell();
    }

    private static long smallest(List<DiskLoss> holders) {
        return holders.stream()
                .mapToLong(holder -> holder.image().sizeBytes())
                .min()
                .orElse(0);
    }

    /// Why the whole page cannot be read; empty if it can, and its runs were looked at.
    private Optional<Subject> unreadable(PageRef page, long diskBytes, List<DiskLoss> holders) {
        if (references.check(page.chunk(), ChunkKind.PAGE) instanceof Outcome.Lost(var subject)) {
            return Optional.of(subject);
        }
        try {
            pages.read(page, diskBytes).forEach(run -> check(run, holders));
            return Optional.empty();
        } catch (DamagedException e) {
            return Optional.of(findings.losses()
                    .chunk(
                            page.chunk(),
                            ChunkKind.PAGE,
                            Problem.DAMAGED,
                            "expected " + e.expected() + ", found " + e.found()));
        } catch (ChunkMissingException _) {
            // It was there a moment ago, and the footer named it.
            return Optional.of(
                    findings.losses().chunk(page.chunk(), ChunkKind.PAGE, Problem.MISSING, "it went away meanwhile"));
        } catch (UnsupportedFormatException e) {
            return Optional.of(findings.log().add(subject(page), Problem.UNSUPPORTED, String.valueOf(e.getMessage())));
        } catch (ObjectStoreException e) {
            return Optional.of(findings.troubles().add(subject(page), e));
        }
    }

    private void check(Run run, List<DiskLoss> holders) {
        var outcome = seen.computeIfAbsent(run.chunk(), ref -> references.check(ref, ChunkKind.CONTENT));
        switch (outcome) {
            case Outcome.Lost(var subject) -> lose(subject, run.offset(), run.lengthBytes(), holders);
            case Outcome.Fine fine
            when fine.rawBytes() < run.neededBytes() ->
                lose(
                        references.tooShort(run.chunk(), fine, run.neededBytes()),
                        run.offset(),
                        run.lengthBytes(),
                        holders);
            case Outcome.Fine _ -> {
                // As it should be.
            }
        }
    }

    private void lose(Subject subject, long offset, long lengthBytes, List<DiskLoss> holders) {
        for (var holder : holders) {
            holder.lose(offset, lengthBytes);
            findings.log().touch(subject, holder.manifestKey());
        }
    }

    private static Subject subject(PageRef page) {
        return new Subject(
                Kind.PAGE,
                page.chunk().pack().key().value(),
                Optional.of(page.chunk().chunk().toString()));
    }
}
