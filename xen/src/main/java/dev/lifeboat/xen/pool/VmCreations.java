package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.MalformedResponseException;
import dev.lifeboat.xen.NewDisk;
import dev.lifeboat.xen.RestoredVm;
import dev.lifeboat.xen.VmCreation;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.xapi.Ref;
import dev.lifeboat.xen.xapi.Uninterrupted;
import dev.lifeboat.xen.xapi.XapiSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Builds a VM with empty disks that cannot start until it is released.
final class VmCreations {

    static final Set<String> START_OPERATIONS = Set.of("start", "start_on");

    static final String BLOCKED = "Lifeboat is restoring this VM";

    private final XapiSession session;
    private final PoolObjects objects;
    private final VdiRemoval removal;
    private final NewVmRecord records;

    VmCreations(XapiSession session, PoolObjects objects, VdiRemoval removal, RandomGenerator random) {
        this.session = session;
        this.objects = objects;
        this.removal = removal;
        this.records = new NewVmRecord(random);
    }

    RestoredVm create(VmCreation creation) {
        var tree = RecordTree.of(creation.records());
        var devices = new NewDevices(session, objects, tree, creation.markers());
        var belongings = new VmBelongings(session, tree);
        var caveats = new ArrayList<String>();
        String vm = createVm(records.of(creation, tree.vm()), caveats);
        var disks = new ArrayList<String>();
        try {
            START_OPERATIONS.forEach(operation -> session.call("VM.add_to_blocked_operations", vm, operation, BLOCKED));
            belongings.copyBiosStrings(vm).ifPresent(caveats::add);
            belongings.createVtpm(vm).ifPresent(caveats::add);
            belongings.passedThroughDevices().ifPresent(caveats::add);
            var byDevice = createDisks(devices, vm, creation.disks(), disks);
            devices.createEmptyCdDrives(vm, byDevice.keySet());
            creation.nics().forEach(nic -> devices.createNic(vm, objects.ref("network", nic.networkUuid()), nic));
            return new RestoredVm(objects.record("VM", vm).uuid(), byDevice, caveats);
        } catch (RuntimeException e) {
            Uninterrupted.run(() -> undo(vm, disks, e));
            throw e;
        }
    }

    /// A licence may not cover the vendor device, which a VM can do without.
    private String createVm(Map<String, Object> record, List<String> caveats) {
        try {
            return ref("VM.create", record);
        } catch (XapiException e) {
            if (!e.code().equals("LICENCE_RESTRICTION") || !Boolean.TRUE.equals(record.get("has_vendor_device"))) {
                throw e;
            }
            caveats.add("It goes without the vendor device, which the licence of this pool leaves out");
            var without = new HashMap<>(record);
            without.put("has_vendor_device", false);
            return ref("VM.create", without);
        }
    }

    /// @param created is given each disk as soon as it exists, for the clean-up
    private Map<String, UUID> createDisks(NewDevices devices, String vm, List<NewDisk> disks, List<String> created) {
        var byDevice = new HashMap<String, UUID>();
        for (var disk : disks) {
            String vdi = devices.createVdi(objects.ref("SR", disk.srUuid()), disk);
            created.add(vdi);
            devices.attach(vm, vdi, disk);
            byDevice.put(disk.device(), objects.record("VDI", vdi).uuid());
        }
        return byDevice;
    }

    private void undo(String vm, List<String> disks, RuntimeException reason) {
        undoing(reason, () -> session.call("VM.destroy", vm));
        disks.forEach(disk -> undoing(reason, () -> removal.destroy(disk)));
    }

    private static void undoing(RuntimeException reason, Runnable step) {
        try {
            step.run();
        } catch (XenException e) {
            reason.addSuppressed(e);
        }
    }

    private String ref(String method, Object record) {
        return Ref.of(session.call(method, record))
                .orElseThrow(() -> new MalformedResponseException(method + ": gave no ref"));
    }
}
