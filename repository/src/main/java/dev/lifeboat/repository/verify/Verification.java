package dev.lifeboat.repository.verify;

import dev.lifeboat.repository.chunk.ChunkKind;
import dev.lifeboat.repository.chunk.ChunkReader;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.PackInspector;
import dev.lifeboat.repository.chunk.SegmentInspector;
import dev.lifeboat.repository.disk.PageRuns;
import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.verify.Finding.Kind;
import dev.lifeboat.repository.verify.Finding.Problem;
import dev.lifeboat.repository.verify.FindingLog.Subject;
import dev.lifeboat.repository.verify.VerifyFigures.Phase;
import dev.lifeboat.repository.verify.VerifyOptions.Depth;
import dev.lifeboat.repository.verify.VerifyReport.Ended;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// One run over a repository: first the structure, then as much content as was asked for, then, if content
/// is lost, once more over the structure to see whose it is. Does not end at the first finding, and changes
/// nothing but the note of how far it came.
public final class Verification {

    /// Memory for footers: those that the versions of a few pages refer to.
    private static final long FOOTER_BYTES = 32L << 20;

    private final OpenedRepository access;
    private final VerifyOptions options;
    private final RandomGenerator random;
    private final Instant startedAt;
    private final Findings findings = Findings.none();
    private final Counters counters;
    private final PackInspector inspector;
    private final ContentCheck content;
    private final PackListing packs;

    public Verification(OpenedRepository access, VerifyOptions options, VerifyProgress progress) {
        this(access, options, progress, new SecureRandom());
    }

    /// @param random where a round over the packs begins
    Verification(OpenedRepository access, VerifyOptions options, VerifyProgress progress, RandomGenerator random) {
        this.access = access;
        this.options = options;
        this.random = random;
        this.startedAt = access.clock().instant();
        this.counters = new Counters(findings.log(), progress);
        this.inspector = new PackInspector(access.store(), access.seals(), FOOTER_BYTES);
        this.content = new ContentCheck(inspector, findings, counters);
        this.packs = PackListing.read(access.store());
    }

    public VerifyReport run() {
        recallMarks();
        checkSegments();
        var walk = walk();
        var ended = Ended.COMPLETE;
        if (options.depth() != Depth.STRUCTURE && !counters.cancelled()) {
            ended = readContent();
        }
        if (content.foundLosses()) {
            walk = attribute();
        }
        findings.log().forgetMarksWithoutPoints();
        return new VerifyReport(
                options.depth(),
                counters.cancelled() ? Ended.CANCELLED : ended,
                startedAt,
                Duration.between(startedAt, access.clock().instant()),
                counters.now(),
                findings.log().findings(),
                walk.damaged(),
                walk.intact());
    }

    Losses losses() {
        return findings.losses();
    }

    PackListing packs() {
        return packs;
    }

    /// What an earlier repair marked counts as lost, whether or not this run reads it.
    private void recallMarks() {
        new DamageRecords(access.store(), access.seals()).all().forEach((pack, mark) -> {
            mark.unreadable()
                    .ifPresent(why -> findings.log()
                            .add(Subject.of(Kind.RECORD, DamageRecords.key(pack).value()), Problem.DAMAGED, why));
            if (mark.wholePack()) {
                findings.losses().pack(pack, Problem.MARKED, mark.found());
            }
            mark.chunks()
                    .forEach(chunk -> findings.losses()
                            .chunk(new ChunkRef(chunk, pack), ChunkKind.CONTENT, Problem.MARKED, mark.found()));
        });
    }

    private void checkSegments() {
        var segments = new SegmentInspector(access.store(), access.seals());
        segments.keys().forEach(key -> checkSegment(segments, key));
    }

    private void checkSegment(SegmentInspector segments, ObjectKey key) {
        var subject = Subject.of(Kind.SEGMENT, key.value());
        try {
            segments.packs(key);
        } catch (RepositoryException e) {
            findings.unread(subject, e);
        }
    }

    private PointWalk attribute() {
        counters.enter(Phase.ATTRIBUTION);
        counters.points.reset();
        counters.allPoints.reset();
        counters.pages.reset();
        return walk();
    }

    private PointWalk walk() {
        var references = new ReferenceCheck(access.store(), packs, inspector, content, findings);
        var pages = new PageRuns(access.geometry(), new ChunkReader(access.store(), access.seals()));
        var walk = new PointWalk(access, pages, references, findings, counters, options.parallel());
        walk.run();
        return walk;
    }

    private Ended readContent() {
        counters.enter(Phase.CONTENT);
        var rotation = Rotation.read(access, random, findings.log());
        var sweep = new ContentSweep(packs, content, rotation, counters, access.clock(), options);
        return sweep.run(startedAt);
    }
}
