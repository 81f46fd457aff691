package dev.lifeboat.agent.cli;

import dev.lifeboat.repository.verify.DamagedPoint;
import dev.lifeboat.repository.verify.Finding;
import dev.lifeboat.repository.verify.VerifyReport;
import java.util.Locale;

/// What a verification found, for a person.
final class FindingText {

    private static final int MOST_FINDINGS = 50;
    private static final int MOST_RANGES = 5;

    private FindingText() {}

    static void show(VerifyReport report, Output lines) {
        report.findings().stream().limit(MOST_FINDINGS).forEach(finding -> show(finding, lines));
        long more = report.figures().findings() - MOST_FINDINGS;
        if (more > 0) {
            lines.line("… and %d findings more; --json lists them", more);
        }
        report.damagedPoints().forEach(point -> show(point, lines));
        var figures = report.figures();
        lines.line(
                "%s: %d points looked at, %d whole, %d damaged; %d pages; %s of content read in %d packs",
                ended(report),
                figures.points(),
                report.intactPoints(),
                report.damagedPoints().size(),
                figures.pages(),
                Sizes.text(figures.readBytes()),
                figures.readPacks());
        lines.line(report.clean() ? "No damage found." : "DAMAGE FOUND: %d findings.", figures.findings());
    }

    private static String ended(VerifyReport report) {
        return switch (report.ended()) {
            case COMPLETE -> "Complete";
            case BUDGET_USED -> "Budget used, the next run goes on from here";
            case CANCELLED -> "CANCELLED";
        };
    }

    private static void show(Finding finding, Output lines) {
        lines.line(
                "%-10s %s %s%s: %s",
                finding.problem(),
                finding.kind().name().toLowerCase(Locale.ROOT),
                finding.objectKey(),
                finding.chunk().map(chunk -> " chunk " + chunk.substring(0, 12)).orElse(""),
                finding.found());
    }

    private static void show(DamagedPoint point, Output lines) {
        lines.line(
                "Point %s of %s (%s), %s, cannot be restored whole:",
                point.pointId(), point.vmName(), point.vmUuid(), point.pointInTime());
        for (var disk : point.disks()) {
            lines.line(
                    "  disk %s (%s): %s of %s lost",
                    disk.device(), disk.name(), Sizes.text(disk.lostBytes()), Sizes.text(disk.sizeBytes()));
            disk.ranges().stream()
                    .limit(MOST_RANGES)
                    .forEach(
                            range -> lines.line("    %d bytes from offset %d on", range.lengthBytes(), range.offset()));
            if (disk.ranges().size() > MOST_RANGES) {
                lines.line(
                        "    … and %d ranges more; --json lists them",
                        disk.ranges().size() - MOST_RANGES);
            }
        }
    }
}
