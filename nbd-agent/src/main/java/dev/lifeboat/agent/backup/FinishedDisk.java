package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.DiskReport;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.repository.disk.DiskFigures;
import dev.lifeboat.repository.disk.DiskImage;
import java.util.Optional;

/// A disk whose data is all in the repository.
record FinishedDisk(DiskImage image, DiskReport report) {
    private static final int MOST_DETAIL = 240;

    static FinishedDisk of(DiskJob job, DiskImage image, DiskFigures figures) {
        return new FinishedDisk(image, report(job, job.source().protocol(), figures));
    }

    private static DiskReport report(DiskJob job, Protocol protocol, DiskFigures figures) {
        var disk = job.disk();
        Optional<FullReason> reason = Optional.empty();
        Optional<String> detail = Optional.empty();
        long changedBytes;
        switch (job.plan()) {
            case ReadPlan.Whole whole -> {
                reason = Optional.of(whole.reason());
                detail = whole.detail().map(FinishedDisk::cut);
                changedBytes = disk.sizeBytes();
            }
            case ReadPlan.Changed changed -> {
                changedBytes = changed.changedBytes();
                detail = repaired(changed);
            }
        }
        return new DiskReport(
                disk.device(),
                protocol,
                reason,
                detail,
                disk.sizeBytes(),
                changedBytes,
                job.bytesToRead(),
                figures.newBytes(),
                figures.storedBytes());
    }

    private static Optional<String> repaired(ReadPlan.Changed plan) {
        return plan.damagedBytes() == 0
                ? Optional.empty()
                : Optional.of(
                        plan.damagedBytes() + " bytes were read again, since they are marked as damaged in the base");
    }

    /// A report has room for a sentence per disk; the log has all of it.
    private static String cut(String detail) {
        return detail.length() <= MOST_DETAIL
                ? detail
                : detail.substring(0, detail.offsetByCodePoints(0, detail.codePointCount(0, MOST_DETAIL) - 1)) + "…";
    }
}
