package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.Markers;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.xapi.XapiRecord;
import dev.lifeboat.xen.xapi.XapiSession;
import dev.lifeboat.xen.xapi.XapiTasks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds, releases, starts and destroys VMs.
final class VmControl {

    private static final Logger LOG = LoggerFactory.getLogger(VmControl.class);

    private final XapiSession session;
    private final XapiTasks tasks;
    private final PoolObjects objects;
    private final VdiRemoval removal;
    private final OtherConfig otherConfig;

    VmControl(XapiSession session, XapiTasks tasks, PoolObjects objects, VdiRemoval removal) {
        this.session = session;
        this.tasks = tasks;
        this.objects = objects;
        this.removal = removal;
        this.otherConfig = new OtherConfig(session);
    }

    List<VirtualMachine> marked() {
        var machines = new VirtualMachines(objects);
        return objects.all("VM").values().stream()
                .filter(VirtualMachines::ordinary)
                .filter(vm -> !Markers.of(vm.map("other_config")).isEmpty())
                .map(machines::of)
                .toList();
    }

    Optional<VirtualMachine> find(UUID uuid) {
        return objects.findRef("VM", uuid)
                .flatMap(ref -> objects.find("VM", ref))
                .map(new VirtualMachines(objects)::of);
    }

    List<VirtualMachine> findByMarker(String key, String value) {
        var machines = new VirtualMachines(objects);
        return objects.all("VM").values().stream()
                .filter(VirtualMachines::ordinary)
                .filter(vm -> value.equals(vm.map("other_config").get(key)))
                .map(machines::of)
                .toList();
    }

    void blockStart(UUID uuid) {
        String vm = objects.ref("VM", uuid);
        VmCreations.START_OPERATIONS.forEach(
                operation -> session.call("VM.add_to_blocked_operations", vm, operation, VmCreations.BLOCKED));
        refreshAllowedOperations(vm);
    }

    /// First its disks lose our markers: whoever takes one off the VM later owns it.
    void release(UUID uuid, String name) {
        String vm = objects.ref("VM", uuid);
        Vbds.disks(objects, objects.record("VM", vm))
                .forEach(disk ->
                        otherConfig.mark("VDI", disk.vdiRef(), disk.vdi().map("other_config"), Map.of()));
        session.call("VM.set_name_label", vm, name);
        VmCreations.START_OPERATIONS.forEach(
                operation -> session.call("VM.remove_from_blocked_operations", vm, operation));
        refreshAllowedOperations(vm);
    }

    void start(UUID uuid) {
        tasks.run(Limits.POWER_CHANGE, "VM.start", objects.ref("VM", uuid), false, false);
    }

    void destroy(UUID uuid) {
        var found = objects.findRef("VM", uuid);
        if (found.isEmpty()) {
            return;
        }
        String ref = found.get();
        var vm = objects.record("VM", ref);
        if (!VirtualMachines.ordinary(vm)) {
            throw new IllegalArgumentException(
                    "VM " + uuid + " is a template, a snapshot or a control domain; it stays");
        }
        var disks = Vbds.disks(objects, vm)
                .filter(disk -> mayGo(ref, disk.vdi()))
                .map(Vbds.Disk::vdiRef)
                .toList();
        powerOff(ref, vm);
        tolerant(() -> tasks.run(Limits.STORAGE_CHANGE, "VM.destroy", ref), XenException.Kind.GONE);
        disks.forEach(removal::destroy);
    }

    private void powerOff(String ref, XapiRecord vm) {
        if (!vm.text("power_state").equals("Halted")) {
            // It may have stopped by itself meanwhile, which the pool calls a bad power state.
            tolerant(() -> tasks.run(Limits.POWER_CHANGE, "VM.hard_shutdown", ref), XenException.Kind.FALLBACK);
        }
    }

    /// Neither on storage for ISOs nor in the hands of another VM.
    private boolean mayGo(String owner, XapiRecord vdi) {
        boolean onDiskStorage = objects.follow(vdi, "SR", "SR")
                .filter(StorageRepositories::holdsDisks)
                .isPresent();
        return onDiskStorage && Vbds.usedOnlyBy(objects, owner, vdi);
    }

    /// Some versions do it by themselves.
    private void refreshAllowedOperations(String vm) {
        try {
            session.call("VM.update_allowed_operations", vm);
        } catch (XapiException e) {
            LOG.debug("Allowed operations stay as they are: {}", e.getMessage());
        }
    }

    private static void tolerant(Runnable step, XenException.Kind tolerated) {
        try {
            step.run();
        } catch (XapiException e) {
            if (e.kind() != tolerated) {
                throw e;
            }
        }
    }
}
