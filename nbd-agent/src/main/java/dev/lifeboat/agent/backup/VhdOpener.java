package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Transfer.OnUnavailable;
import dev.lifeboat.agent.failure.Failures;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.agent.progress.DiskCounter;
import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.StreamExport;
import dev.lifeboat.xen.TransferFailedException;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.stream.MalformedStreamException;
import dev.lifeboat.xen.vhd.VhdReader;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the way to a disk as VHD: the difference to a snapshot that is still there, or else all that was ever
/// written. Where the pool has no VHD of the disk, it says so.
final class VhdOpener {
    private static final Logger LOG = LoggerFactory.getLogger(VhdOpener.class);

    private final XenPool pool;
    private final Pace pace;
    private final OnUnavailable onDifferenceUnavailable;

    VhdOpener(PacedPool paced, OnUnavailable onDifferenceUnavailable) {
        this.pool = paced.pool();
        this.pace = paced.pace();
        this.onDifferenceUnavailable = onDifferenceUnavailable;
    }

    /// What became of the wish.
    sealed interface Opened {
        record Job(DiskJob job) implements Opened {}

        /// @param plan with the reason in it
        record NoVhd(ReadPlan.Whole plan) implements Opened {}
    }

    Opened open(DiskBackup disk, ReadPlan plan, DiskCounter counter) {
        return switch (plan) {
            case ReadPlan.Whole whole -> whole(disk, whole, counter);
            case ReadPlan.Difference difference -> difference(disk, difference, counter);
            case ReadPlan.Changed _ ->
                throw new IllegalArgumentException("Changed blocks of disk " + disk.device() + " come over NBD");
        };
    }

    private Opened whole(DiskBackup disk, ReadPlan.Whole plan, DiskCounter counter) {
        var obstacle = VhdFitness.obstacle(pool.vdi(disk.snapshotVdiUuid()));
        if (obstacle.isPresent()) {
            return new Opened.NoVhd(plan.because("It came raw: " + obstacle.get()));
        }
        var opened = head(disk, counter, () -> pool.transfers().exportVhd(disk.snapshotVdiUuid()));
        return switch (opened) {
            case Head.Refused(var why) -> new Opened.NoVhd(plan.because("It came raw: " + why));
            case Head.Read(var export, var reader) ->
                VhdFitness.contents(reader, disk.sizeBytes())
                        .<Opened>map(contents ->
                                new Opened.Job(new DiskJob(disk, plan, source(disk, export, reader, contents))))
                        .orElseGet(() -> {
                            export.close();
                            return new Opened.NoVhd(
                                    plan.because("It came raw: the host's VHD is of another disk than this"));
                        });
        };
    }

    private Opened difference(DiskBackup disk, ReadPlan.Difference plan, DiskCounter counter) {
        var obstacle = obstacle(disk, plan.baseVdi());
        if (obstacle.isPresent()) {
            return instead(disk, obstacle.get(), counter);
        }
        var opened = head(disk, counter, () -> pool.transfers().exportVhd(disk.snapshotVdiUuid(), plan.baseVdi()));
        if (opened instanceof Head.Read(var export, var reader)) {
            if (reader.image().parent().isPresent() && VhdFitness.fits(reader.allocated(), disk.sizeBytes())) {
                var blocks = AsIfChanged.held(reader.allocated(), disk.sizeBytes());
                var changed = new ReadPlan.Changed(plan.base(), blocks, 0);
                var nothing = new Contents.Everything(Optional.empty());
                return new Opened.Job(new DiskJob(disk, changed, source(disk, export, reader, nothing)));
            }
            export.close();
            return instead(
                    disk, new Obstacle(FullReason.DifferenceUnavailable, "the host sends no difference"), counter);
        }
        return instead(disk, new Obstacle(FullReason.DifferenceUnavailable, ((Head.Refused) opened).why()), counter);
    }

    /// Why a difference cannot be had.
    private record Obstacle(FullReason reason, String why) {}

    private Optional<Obstacle> obstacle(DiskBackup disk, UUID baseVdi) {
        try {
            var base = pool.vdi(baseVdi);
            if (base.type().equals(MarkedVdi.CBT_METADATA)) {
                return Optional.of(
                        new Obstacle(FullReason.BaseSnapshotMissing, "snapshot " + baseVdi + " has no data any more"));
            }
            return VhdFitness.obstacle(base)
                    .or(() -> VhdFitness.obstacle(pool.vdi(disk.snapshotVdiUuid())))
                    .map(why -> new Obstacle(FullReason.DifferenceUnavailable, why));
        } catch (XapiException e) {
            if (e.kind() != XenException.Kind.GONE) {
                throw e;
            }
            return Optional.of(new Obstacle(FullReason.BaseSnapshotMissing, Failures.sentence(e)));
        }
    }

    private Opened instead(DiskBackup disk, Obstacle obstacle, DiskCounter counter) {
        var sentence = "Disk " + disk.device() + " has no difference to its base: " + obstacle.why();
        if (onDifferenceUnavailable == OnUnavailable.Fail) {
            throw new OrderFailedException(FailureReason.CbtUnavailable, sentence);
        }
        LOG.warn("{}; reading it whole", sentence);
        return whole(disk, new ReadPlan.Whole(obstacle.reason(), Optional.of(sentence)), counter);
    }

    /// A stream that has begun, or why the pool has none.
    private sealed interface Head {
        record Read(StreamExport export, VhdReader reader) implements Head {}

        record Refused(String why) implements Head {}
    }

    /// What time or a person can mend is thrown on: falling back then would cost a full read for a network that broke.
    private Head head(DiskBackup disk, DiskCounter counter, Supplier<StreamExport> opening) {
        StreamExport export;
        try {
            export = new PacedStreamExport(opening.get(), pace, counter);
        } catch (XapiException e) {
            return refused(disk, e);
        }
        try {
            return new Head.Read(export, VhdReader.open(export.stream()));
        } catch (IOException e) {
            try (export) {
                return withoutHead(disk, export, e);
            }
        }
    }

    /// The pool knows best why a stream ended; one that did not end there is something else than a VHD.
    private static Head withoutHead(DiskBackup disk, StreamExport export, IOException e) {
        try {
            if (e.getCause() instanceof XapiException reason) {
                return refused(disk, reason);
            }
            if (e instanceof MalformedStreamException && export.stream().read() >= 0) {
                return new Head.Refused(Failures.sentence(e));
            }
            export.finish();
        } catch (XapiException reason) {
            return refused(disk, reason);
        } catch (IOException | TransferFailedException again) {
            e.addSuppressed(again);
        }
        throw new OrderFailedException(
                FailureReason.DiskReadFailed,
                "Reading the head of VDI " + disk.snapshotVdiUuid() + " as VHD failed: " + Failures.sentence(e),
                e);
    }

    private static Head refused(DiskBackup disk, XapiException e) {
        return switch (e.kind()) {
            case FALLBACK, PERMANENT -> new Head.Refused(Failures.sentence(e));
            case GONE -> throw SourceOpener.snapshotGone(disk, e);
            case RETRYABLE, SESSION, CONFIGURATION -> throw e;
        };
    }

    private static VhdSource source(DiskBackup disk, StreamExport export, VhdReader reader, Contents contents) {
        return new VhdSource(disk.snapshotVdiUuid(), export, reader, contents);
    }
}
