package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Transfer.OnUnavailable;
import dev.lifeboat.agent.failure.Failures;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.agent.nbd.NbdClient;
import dev.lifeboat.agent.nbd.NbdDisk;
import dev.lifeboat.agent.nbd.NbdSettings;
import dev.lifeboat.agent.nbd.NbdUnavailableException;
import dev.lifeboat.agent.progress.DiskCounter;
import dev.lifeboat.agent.progress.Patience;
import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.xen.DiskExport;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the way to a disk: NBD, or the HTTPS stream where that is closed and the order allows it. A stream has no
/// middle,
/// so whoever takes it reads all.
final class SourceOpener {
    private static final Logger LOG = LoggerFactory.getLogger(SourceOpener.class);

    private final XenPool pool;
    private final NbdClient client;
    private final NbdSettings settings;
    private final OnUnavailable onNbdUnavailable;
    private final Pace pace;

    SourceOpener(PacedPool pool, NbdClient client, NbdSettings settings, OnUnavailable onNbdUnavailable) {
        this.pool = pool.pool();
        this.pace = pool.pace();
        this.client = client;
        this.settings = settings;
        this.onNbdUnavailable = onNbdUnavailable;
    }

    DiskJob open(DiskBackup disk, ReadPlan plan, DiskCounter counter) throws InterruptedException {
        var name = "disk " + disk.device() + " (VDI " + disk.snapshotVdiUuid() + ")";
        try {
            var nbd = NbdDisk.open(client, name, () -> pool.nbdExports(disk.snapshotVdiUuid()), settings);
            counter.waitsFor(Patience.BLOCKS);
            counter.count(
                    "lifeboat_agent_nbd_connections_lost_total",
                    "Connections to NBD servers that broke and were replaced.",
                    nbd::lostConnections);
            counter.count(
                    "lifeboat_agent_nbd_requests_repeated_total",
                    "Requests to NBD servers that were asked again.",
                    nbd::repeatedRequests);
            var source = new PacedSource(new NbdSource(nbd), pace, counter);
            return checked(new DiskJob(disk, plan, source), nbd.sizeBytes());
        } catch (NbdUnavailableException e) {
            if (onNbdUnavailable == OnUnavailable.Fail) {
                throw new OrderFailedException(FailureReason.NbdUnavailable, Failures.sentence(e), e);
            }
            LOG.warn("{}: reading it whole over HTTPS: {}", name, Failures.sentence(e));
            return overHttp(disk, plan, Failures.sentence(e), counter);
        } catch (XapiException e) {
            throw snapshotGone(disk, e);
        }
    }

    private DiskJob overHttp(DiskBackup disk, ReadPlan plan, String why, DiskCounter counter) {
        var whole = switch (plan) {
            case ReadPlan.Whole(var reason, var detail) ->
                new ReadPlan.Whole(
                        reason,
                        Optional.of(detail.map(text -> text + ". " + why).orElse(why)));
            case ReadPlan.Changed _ -> new ReadPlan.Whole(FullReason.NbdUnavailable, Optional.of(why));
        };
        DiskExport export;
        try {
            export = new PacedExport(pool.exportRaw(disk.snapshotVdiUuid()), pace, counter);
        } catch (XapiException e) {
            throw snapshotGone(disk, e);
        }
        return checked(new DiskJob(disk, whole, new HttpSource(disk.snapshotVdiUuid(), export)), export.sizeBytes());
    }

    private static DiskJob checked(DiskJob job, long sizeBytes) {
        if (sizeBytes == job.disk().sizeBytes()) {
            return job;
        }
        job.source().close();
        throw new OrderFailedException(
                FailureReason.InvalidOrder,
                "VDI %s has %d bytes, but the order was made for %d"
                        .formatted(
                                job.disk().snapshotVdiUuid(),
                                sizeBytes,
                                job.disk().sizeBytes()));
    }

    static RuntimeException snapshotGone(DiskBackup disk, XapiException failure) {
        return failure.kind() == XenException.Kind.GONE
                ? new OrderFailedException(
                        FailureReason.SnapshotGone,
                        "VDI " + disk.snapshotVdiUuid() + ", the snapshot of disk " + disk.device()
                                + ", is gone from the pool: " + Failures.sentence(failure) + ". Take a new snapshot",
                        failure)
                : failure;
    }
}
