package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.xen.VmDisk;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// For which disks changed block tracking is switched on before the snapshot, and for which it cannot be.
///
/// @param impossible disks that stay untracked, each with the reason as a sentence
record Tracking(Set<UUID> enable, List<String> impossible) {
    Tracking {
        enable = Set.copyOf(enable);
        impossible = List.copyOf(impossible);
    }

    static Tracking of(List<VmDisk> disks, PoolTraits pool) {
        var untracked = disks.stream().filter(disk -> !disk.cbtEnabled()).toList();
        var possible = untracked.stream().filter(disk -> obstacle(disk, pool).isEmpty());
        return new Tracking(
                possible.map(VmDisk::vdiUuid).collect(Collectors.toUnmodifiableSet()),
                untracked.stream()
                        .filter(disk -> !obstacle(disk, pool).isEmpty())
                        .map(disk -> "Disk " + disk.device() + " (" + disk.vdiUuid()
                                + ") has no changed block tracking: " + obstacle(disk, pool))
                        .toList());
    }

    /// Empty when nothing stands in the way.
    private static String obstacle(VmDisk disk, PoolTraits pool) {
        if (!pool.cbtCapable()) {
            return "the pool does not offer it.";
        }
        return switch (pool.cbtMode()) {
            case Never -> "the XenHypervisor's cbt.mode is Never.";
            case Auto, Required -> {
                if (!pool.enableOnFirstBackup()) {
                    yield "the XenHypervisor's cbt.enableOnFirstBackup is false.";
                }
                yield pool.cbtSrs().contains(disk.srUuid())
                        ? ""
                        : "its storage repository " + disk.srUuid() + " cannot track.";
            }
        };
    }
}
