package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.database.FieldType;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.Map;

/// Changes a VM's power state, with all that hangs on it: disks and interfaces are attached, memory images come and go.
final class VmRunning {
    private final Pool pool;
    private final Entity vm;

    VmRunning(Pool pool, Entity vm) {
        this.pool = pool;
        this.vm = vm;
    }

    void start(Entity host, boolean paused) {
        requireDisks();
        vm.set("domid", 1L + pool.database().all("VM").indexOf(vm));
        vm.follow("metrics")
                .ifPresent(metrics -> metrics.set("start_time", pool.clock().instant())
                        .set("memory_actual", vm.number("memory_dynamic_max")));
        vm.set("power_state", paused ? "Paused" : "Running").set("resident_on", host.ref());
        attach(true);
    }

    /// Its memory goes to a disk of its own, and its disks stay attached to it.
    void suspend() {
        vm.set("suspend_VDI", memoryImage("Suspend image").ref());
        vm.set("power_state", "Suspended").set("resident_on", FieldType.NULL).set("domid", -1L);
    }

    /// A new disk as large as the VM's memory, in the first repository that the VM, its host or the pool names for it.
    Entity memoryImage(String name) {
        var sr = vm.follow("suspend_SR")
                .or(() -> vm.follow("resident_on").flatMap(host -> host.follow("suspend_image_sr")))
                .or(() -> pool.record().follow("suspend_image_SR"))
                .or(() -> pool.record().follow("default_SR"))
                .orElseThrow(() -> XapiError.of("DEFAULT_SR_NOT_FOUND", FieldType.NULL));
        SrState.requirePlugged(sr);
        return pool.disks()
                .create(Map.of(
                        "SR",
                        sr.ref(),
                        "name_label",
                        name,
                        "type",
                        "suspend",
                        "virtual_size",
                        vm.number("memory_static_max")));
    }

    void resume(Entity host, boolean paused) {
        dropMemoryImage();
        vm.set("domid", 1L + pool.database().all("VM").indexOf(vm));
        vm.set("power_state", paused ? "Paused" : "Running").set("resident_on", host.ref());
        attach(true);
    }

    void stop() {
        if (vm.text("power_state").equals("Suspended")) {
            dropMemoryImage();
        }
        vm.set("power_state", "Halted").set("resident_on", FieldType.NULL).set("domid", -1L);
        attach(false);
    }

    private void dropMemoryImage() {
        vm.follow("suspend_VDI").ifPresent(pool.disks()::destroy);
        vm.set("suspend_VDI", FieldType.NULL);
    }

    /// A disk may be written by one running VM only.
    private void requireDisks() {
        for (var vbd : vm.followAll("VBDs")) {
            if (vbd.text("type").equals("Disk")) {
                var vdi =
                        vbd.follow("VDI").orElseThrow(() -> XapiError.of("VM_REQUIRES_VDI", vm.ref(), vbd.text("VDI")));
                requireFree(vdi);
            }
        }
    }

    private static void requireFree(Entity vdi) {
        vdi.follow("SR").ifPresent(SrState::requirePlugged);
        boolean taken = !vdi.flag("sharable")
                && vdi.followAll("VBDs").stream().anyMatch(other -> other.flag("currently_attached"));
        if (taken) {
            throw XapiError.of("VDI_IN_USE", vdi.ref(), "attach");
        }
    }

    private void attach(boolean attached) {
        vm.followAll("VBDs").forEach(vbd -> {
            if (attached) {
                vbd.follow("VDI").ifPresent(this::checkTracking);
            }
            vbd.set("currently_attached", attached)
                    .set("device", attached ? DeviceNames.ofDisk(vbd.text("userdevice")) : "");
        });
        vm.followAll("VIFs").forEach(vif -> vif.set("currently_attached", attached));
    }

    /// A change log that was open when its host went away is found at the next attach, and tracking ends there.
    private void checkTracking(Entity vdi) {
        if (vdi.flagged("cbt_enabled") && pool.disks().store().trackLost(vdi.uuid())) {
            pool.disks().endTracking(vdi);
            pool.postMessage("VDI_CBT_METADATA_INCONSISTENT", "VDI", vdi.uuid());
        }
    }
}
