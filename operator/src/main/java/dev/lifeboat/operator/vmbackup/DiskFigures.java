package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.DiskReport;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.VmBackupStatus.DiskStatus;
import dev.lifeboat.crds.VmBackupStatus.Effective;
import dev.lifeboat.xen.SnapshotDisk;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a status says of each disk, first as planned, then as done.
final class DiskFigures {
    private DiskFigures() {}

    static DiskStatus of(SnapshotDisk disk) {
        return new DiskStatus(
                disk.device(),
                disk.vdiUuid().toString(),
                disk.snapshotVdiUuid().toString(),
                disk.name(),
                disk.srUuid().toString(),
                disk.virtualSizeBytes(),
                disk.cbtEnabled(),
                null);
    }

    static List<DiskStatus> planned(List<DiskStatus> disks, List<DiskBackup> orders) {
        return changed(disks, orders, DiskBackup::device, (disk, order) -> planned(disk, order.read()));
    }

    static List<DiskStatus> reported(List<DiskStatus> disks, List<DiskReport> reports) {
        return changed(disks, reports, DiskReport::device, DiskFigures::reported);
    }

    /// Each disk by what is said about its device; one about which nothing is said stays as it was.
    private static <T> List<DiskStatus> changed(
            List<DiskStatus> disks,
            List<T> sayings,
            Function<T, String> device,
            BiFunction<DiskStatus, T, DiskStatus> change) {
        return disks.stream()
                .map(disk -> sayings.stream()
                        .filter(saying -> device.apply(saying).equals(disk.device()))
                        .findFirst()
                        .map(saying -> change.apply(disk, saying))
                        .orElse(disk))
                .toList();
    }

    private static DiskStatus planned(DiskStatus disk, DiskRead read) {
        return disk.because(
                switch (read) {
                    case DiskRead.All(var reason) -> reason.name();
                    case DiskRead.Changed _ -> null;
                });
    }

    private static DiskStatus reported(DiskStatus disk, DiskReport report) {
        return new DiskStatus(
                disk.device(),
                disk.vdiUUID(),
                disk.snapshotVdiUUID(),
                disk.name(),
                disk.srUUID(),
                report.sizeBytes(),
                disk.cbtEnabled(),
                report.protocol().name(),
                report.fullReason().map(Enum::name).orElse(null),
                report.detail().orElse(null),
                report.changedBytes(),
                report.readBytes(),
                report.newBytes(),
                report.storedBytes());
    }

    static Effective planned(List<DiskBackup> orders, Strategy strategy, String consistency) {
        var full = orders.stream()
                .flatMap(order -> order.read() instanceof DiskRead.All(var reason) ? Stream.of(reason) : Stream.empty())
                .findFirst();
        var base = orders.stream()
                .flatMap(order -> order.read() instanceof DiskRead.Changed changed
                        ? Stream.of(changed.basePointId())
                        : Stream.empty())
                .findFirst();
        return new Effective(
                type(full),
                strategy.kind().name(),
                strategy.reason(),
                null,
                name(full),
                base.orElse(null),
                consistency);
    }

    /// As planned where the report leaves the disks out.
    static @Nullable Effective reported(Optional<Effective> planned, List<DiskReport> reports) {
        if (reports.isEmpty() || planned.isEmpty()) {
            return planned.orElse(null);
        }
        var full =
                reports.stream().flatMap(report -> report.fullReason().stream()).findFirst();
        var incremental =
                reports.stream().anyMatch(report -> report.fullReason().isEmpty());
        return new Effective(
                type(full),
                planned.get().strategy(),
                planned.get().reason(),
                reports.getFirst().protocol().name(),
                name(full),
                incremental ? planned.get().baseBackup() : null,
                planned.get().consistency());
    }

    private static BackupType type(Optional<FullReason> full) {
        return full.isPresent() ? BackupType.Full : BackupType.Incremental;
    }

    private static @Nullable String name(Optional<FullReason> reason) {
        return reason.map(Enum::name).orElse(null);
    }
}
