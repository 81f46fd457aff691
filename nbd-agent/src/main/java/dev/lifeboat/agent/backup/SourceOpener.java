package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Transfer;
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

/// Opens the way to a disk that its order names, or the next best where that is closed and the order allows it.
final class SourceOpener {
    private static final Logger LOG = LoggerFactory.getLogger(SourceOpener.class);

    private final XenPool pool;
    private final NbdClient client;
    private final NbdSettings settings;
    private final OnUnavailable onNbdUnavailable;
    private final Pace pace;
    private final AllocationLookup allocations;
    private final VhdOpener vhds;

    SourceOpener(PacedPool paced, NbdClient client, NbdSettings settings, Transfer transfer) {
        this.pool = paced.pool();
        this.pace = paced.pace();
        this.client = client;
        this.settings = settings;
        this.onNbdUnavailable = transfer.onNbdUnavailable();
        this.allocations = new AllocationLookup(pool, AllocationLookup.PATIENCE);
        this.vhds = new VhdOpener(paced, transfer.onCbtUnavailable());
    }

    DiskJob open(DiskBackup disk, ReadPlan plan, DiskCounter counter) throws InterruptedException {
        try {
            return switch (disk.route()) {
                case Nbd -> overNbd(disk, decided(disk, plan), counter);
                case RawStream -> raw(disk, whole(disk, plan), counter);
                case VhdStream ->
                    switch (vhds.open(disk, plan, counter)) {
                        case VhdOpener.Opened.Job(var job) -> job;
                        case VhdOpener.Opened.NoVhd(var instead) -> raw(disk, instead, counter);
                    };
                case VmArchive ->
                    throw new IllegalArgumentException("Disk " + disk.device() + " comes with its whole VM");
            };
        } catch (XapiException e) {
            throw snapshotGone(disk, e);
        }
    }

    private DiskJob overNbd(DiskBackup disk, ReadPlan.Decided plan, DiskCounter counter) throws InterruptedException {
        var name = "disk " + disk.device() + " (VDI " + disk.snapshotVdiUuid() + ")";
        NbdDisk nbd;
        try {
            nbd = NbdDisk.open(client, name, () -> pool.nbdExports(disk.snapshotVdiUuid()), settings);
        } catch (NbdUnavailableException e) {
            if (onNbdUnavailable == OnUnavailable.Fail) {
                throw new OrderFailedException(FailureReason.NbdUnavailable, Failures.sentence(e), e);
            }
            LOG.warn("{}: reading it whole over HTTPS: {}", name, Failures.sentence(e));
            return instead(disk, plan, Failures.sentence(e), counter);
        }
        try {
            check(disk, nbd.sizeBytes());
            count(nbd, counter);
            var source = new NbdSource(nbd, contents(disk, plan, nbd));
            return new DiskJob(disk, plan, new PacedSource(source, pace, counter));
        } catch (RuntimeException e) {
            nbd.close();
            throw e;
        }
    }

    private static void count(NbdDisk nbd, DiskCounter counter) {
        counter.waitsFor(Patience.BLOCKS);
        counter.count(
                "lifeboat_agent_nbd_connections_lost_total",
                "Connections to NBD servers that broke and were replaced.",
                nbd::lostConnections);
        counter.count(
                "lifeboat_agent_nbd_requests_repeated_total",
                "Requests to NBD servers that were asked again.",
                nbd::repeatedRequests);
    }

    /// A server that tells what is zeros is asked, others leave it to the head of a VHD. Who reads only what
    /// changed has no use for what was ever written.
    private Contents contents(DiskBackup disk, ReadPlan.Decided plan, NbdDisk nbd) {
        return switch (plan) {
            case ReadPlan.Whole _ -> BlockStatus.of(nbd).orElseGet(() -> allocations.of(disk));
            case ReadPlan.Changed _ -> new Contents.Everything(Optional.empty());
        };
    }

    /// A stream has no middle, so whoever takes it reads all.
    private DiskJob instead(DiskBackup disk, ReadPlan.Decided plan, String why, DiskCounter counter) {
        return raw(
                disk,
                switch (plan) {
                    case ReadPlan.Whole whole -> whole.because(why);
                    case ReadPlan.Changed _ -> new ReadPlan.Whole(FullReason.NbdUnavailable, Optional.of(why));
                },
                counter);
    }

    private DiskJob raw(DiskBackup disk, ReadPlan.Whole plan, DiskCounter counter) {
        DiskExport export = new PacedDiskExport(pool.exportRaw(disk.snapshotVdiUuid()), pace, counter);
        var source = new HttpSource(disk.snapshotVdiUuid(), export);
        try {
            check(disk, export.sizeBytes());
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
        return new DiskJob(disk, plan, source);
    }

    private static ReadPlan.Decided decided(DiskBackup disk, ReadPlan plan) {
        return switch (plan) {
            case ReadPlan.Decided decided -> decided;
            case ReadPlan.Difference _ ->
                throw new IllegalArgumentException("Disk " + disk.device() + ": a difference comes as VHD");
        };
    }

    private static ReadPlan.Whole whole(DiskBackup disk, ReadPlan plan) {
        return switch (plan) {
            case ReadPlan.Whole whole -> whole;
            case ReadPlan.Changed _, ReadPlan.Difference _ ->
                throw new IllegalArgumentException("Disk " + disk.device() + ": a raw stream has all of it");
        };
    }

    private static void check(DiskBackup disk, long sizeBytes) {
        if (sizeBytes != disk.sizeBytes()) {
            throw new OrderFailedException(
                    FailureReason.InvalidOrder,
                    "VDI %s has %d bytes, but the order was made for %d: it is another disk by now. Start a new backup"
                            .formatted(disk.snapshotVdiUuid(), sizeBytes, disk.sizeBytes()));
        }
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
