package dev.lifeboat.agent.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.repository.verify.PointScan;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "points",
        header = "Lists recovery points, by virtual machine and time.",
        description = {
            "A damaged manifest does not hide the others: it is listed last, and the exit code is 4.",
        },
        footer = {
            "%nExamples:",
            "  lifeboat repository points file:///backups --key-file key",
            "  lifeboat repository points 's3://bucket/lifeboat' --key-file key --vm"
                    + " 0f8c1b1e-4d43-4a4e-9a80-2f0bd3e7a001 --json"
        })
final class PointsCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private RepositoryArguments repository = new RepositoryArguments();

    @Mixin
    private OutputArguments output = new OutputArguments();

    @Option(names = "--vm", paramLabel = "UUID", description = "Only those of this virtual machine.")
    private @Nullable UUID vm;

    PointsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var opened = repository.open(terminal)) {
            var scan = opened.scanPoints();
            var points = scan.points().stream()
                    .filter(point -> vm == null || point.vmUuid().equals(vm))
                    .sorted(Comparator.comparing(
                                    (RecoveryPoint point) -> point.header().vmName())
                            .thenComparing(RecoveryPoint::vmUuid)
                            .thenComparing(RecoveryPoint::pointInTime))
                    .toList();
            show(points, scan);
            return (scan.unreadable().isEmpty() ? Exit.DONE : Exit.DAMAGED).number();
        }
    }

    private void show(List<RecoveryPoint> points, PointScan scan) {
        if (output.json()) {
            var json = JsonNodeFactory.instance.objectNode();
            var list = json.putArray("points");
            points.forEach(point -> list.add(PointJson.of(point)));
            json.set("unreadable", FindingJson.of(scan.unreadable()));
            new Output(terminal).json(json);
            return;
        }
        var lines = new Output(terminal);
        UUID last = null;
        for (var point : points) {
            if (!point.vmUuid().equals(last)) {
                last = point.vmUuid();
                lines.line("%s (%s)", point.header().vmName(), last);
            }
            lines.line(
                    "  %s  %s  %d disk(s), %s, %s allocated",
                    point.pointInTime(),
                    point.id(),
                    point.disks().size(),
                    Sizes.text(point.logicalBytes()),
                    Sizes.text(point.allocatedBytes()));
            point.header()
                    .excludedDisks()
                    .forEach(disk -> lines.line(
                            "    without disk %s (%s, %s): %s",
                            disk.device(), disk.name(), Sizes.text(disk.sizeBytes()), disk.reason()));
        }
        if (points.isEmpty()) {
            lines.line(vm == null ? "No recovery points." : "No recovery points of virtual machine " + vm + ".");
        }
        scan.unreadable().forEach(finding -> lines.line("DAMAGED  %s: %s", finding.objectKey(), finding.found()));
    }
}
