package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.xapi.XapiRecord;
import dev.lifeboat.xen.xapi.XapiTasks;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends snapshots: altogether, or down to what the next run compares with.
final class SnapshotRemoval {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotRemoval.class);

    private final XapiTasks tasks;
    private final PoolObjects objects;
    private final VdiRemoval vdis;

    SnapshotRemoval(XapiTasks tasks, PoolObjects objects, VdiRemoval vdis) {
        this.tasks = tasks;
        this.objects = objects;
        this.vdis = vdis;
    }

    void destroy(UUID snapshot) {
        objects.findRef("VM", snapshot).ifPresent(this::destroy);
    }

    void destroy(String snapshot) {
        disksWithoutVm(snapshot).forEach(vdis::destroy);
    }

    List<UUID> keepChangeMetadata(UUID snapshot) {
        return objects.findRef("VM", snapshot).stream()
                .flatMap(ref -> disksWithoutVm(ref).stream())
                .flatMap(vdi -> destroyData(vdi).stream())
                .toList();
    }

    /// Data can be destroyed only after the snapshot VM is.
    ///
    /// @return the VDI, if it is change metadata now; one that tracks nothing is destroyed whole
    Optional<UUID> destroyData(String vdi) {
        var record = objects.find("VDI", vdi);
        if (record.filter(SnapshotRemoval::tracked).isPresent()) {
            try {
                vdis.destroyData(vdi);
                return record.map(XapiRecord::uuid);
            } catch (XapiException.Unsupported | XapiException.Gone e) {
                LOG.debug("No change metadata stays: {}", e.getMessage());
            }
        }
        vdis.destroy(vdi);
        return Optional.empty();
    }

    private static boolean tracked(XapiRecord vdi) {
        return vdi.flag("cbt_enabled") || vdi.text("type").equals(MarkedVdi.CBT_METADATA);
    }

    /// Destroys the VM record, which leaves its disks behind.
    ///
    /// @return those that nothing else uses
    private List<String> disksWithoutVm(String snapshot) {
        var vm = objects.find("VM", snapshot);
        if (vm.isEmpty()) {
            return List.of();
        }
        if (!vm.get().flag("is_a_snapshot")) {
            throw new IllegalArgumentException("VM " + vm.get().uuid() + " is not a snapshot; it is left as it is");
        }
        var own = Stream.concat(
                        Vbds.disks(objects, vm.get())
                                .filter(disk -> Vbds.usedOnlyBy(objects, snapshot, disk.vdi()))
                                .map(Vbds.Disk::vdiRef),
                        vm.get().ref("suspend_VDI").stream())
                .toList();
        try {
            tasks.run(Limits.STORAGE_CHANGE, "VM.destroy", snapshot);
        } catch (XapiException.Gone e) {
            LOG.debug("Destroyed already: {}", e.getMessage());
        }
        return own;
    }
}
