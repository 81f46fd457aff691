package dev.lifeboat.agent.restore;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.RestoreReport.RestoredDisk;
import dev.lifeboat.agent.api.RestoreRoute;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.agent.progress.DiskCounter;
import dev.lifeboat.agent.progress.Patience;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.disk.DiskReader;
import dev.lifeboat.xen.InterruptedCallException;
import dev.lifeboat.xen.MalformedResponseException;
import dev.lifeboat.xen.TransferFailedException;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.vhd.VhdWriter;
import java.util.UUID;

/// Fills one new disk from its image.
final class DiskFill {
    private final Imports imports;
    private final RestorePlan.Fill fill;
    private final UUID vdi;
    private final RestoreRoute.Disks.Format format;
    private final DiskReader reader;
    private final DiskCounter counter;

    DiskFill(
            Imports imports,
            Repository repository,
            RestorePlan.Fill fill,
            UUID vdi,
            RestoreRoute.Disks route,
            DiskCounter counter) {
        this.format = route.format();
        this.imports = imports;
        this.fill = fill;
        this.vdi = vdi;
        this.reader = repository.reader(fill.image());
        this.counter = counter;
    }

    /// @param verifiedBytes of what was sent, came from the repository; the rest is holes
    record Filled(RestoredDisk disk, long verifiedBytes) {}

    Filled run() {
        try {
            return switch (DiskSink.of(format, fill.target(), fill.image())) {
                case CHUNKED -> sendContent();
                case VHD -> sendVhd();
                case RAW -> sendAll();
            };
        } catch (TransferFailedException | MalformedResponseException e) {
            throw writeFailed(e);
        } catch (XapiException e) {
            throw e.kind() == XenException.Kind.CONFIGURATION ? e : writeFailed(e);
        } catch (InterruptedCallException e) {
            throw new OrderFailedException(FailureReason.Cancelled, "Filling a disk was interrupted", e);
        }
    }

    private OrderFailedException writeFailed(XenException failure) {
        return new OrderFailedException(
                FailureReason.DiskWriteFailed,
                "Filling disk " + fill.image().device() + " (VDI " + vdi + ") failed: " + failure.getMessage(),
                failure);
    }

    private Filled sendContent() {
        var sum = ContentRange.sum(reader.extents());
        counter.expect(sum.contentBytes());
        if (sum.contentBytes() == 0) {
            return filled(0, 0);
        }
        try (var target = imports.chunked(vdi, sum.bodyBytes())) {
            counter.waitsFor(Patience.STREAM);
            var sender = new RangeSender(reader.extents(), target, counter);
            reader.readAll(sender);
            counter.waitsFor(Patience.POOL_TASK);
            target.finish();
            return filled(sender.sentBytes(), sender.sentBytes());
        }
    }

    private Filled sendVhd() {
        counter.expect(ContentRange.sum(reader.extents()).contentBytes());
        var blocks = VhdSender.blocks(reader);
        if (blocks.count() == 0) {
            return filled(0, 0);
        }
        try (var target = imports.vhd(vdi, VhdWriter.lengthBytes(blocks))) {
            counter.waitsFor(Patience.STREAM);
            var sender = VhdSender.open(target.stream(), blocks, counter);
            reader.readAll(sender);
            sender.finish();
            counter.waitsFor(Patience.POOL_TASK);
            target.finish();
            return filled(sender.sentBytes(), sender.contentBytes());
        }
    }

    private Filled sendAll() {
        long size = fill.image().sizeBytes();
        counter.expect(size);
        try (var target = imports.raw(vdi, size)) {
            counter.waitsFor(Patience.STREAM);
            var sender = new RawSender(target, counter);
            reader.readAll(sender);
            sender.zerosUpTo(size);
            counter.waitsFor(Patience.POOL_TASK);
            target.finish();
            return filled(sender.sentBytes(), sender.contentBytes());
        }
    }

    private Filled filled(long sentBytes, long verifiedBytes) {
        var image = fill.image();
        return new Filled(new RestoredDisk(image.device(), vdi, image.sizeBytes(), sentBytes), verifiedBytes);
    }
}
