package dev.lifeboat.simulator.inventory;

import dev.lifeboat.simulator.api.DeviceNames;
import dev.lifeboat.simulator.api.Disks;
import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.api.SrState;
import dev.lifeboat.simulator.database.Database;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.database.FieldType;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Adds the VMs of an inventory, with filled disks, and the templates every pool has.
public final class VmRecords {
    private static final long MAC_PREFIX = 0x00163e100000L;

    private final Database database;
    private final Disks disks;
    private final PoolRecords.Parts parts;
    private final GuestRecords guests;
    private long nextMac = MAC_PREFIX;

    public VmRecords(Database database, Disks disks, PoolRecords.Parts parts, Clock clock) {
        this.database = database;
        this.disks = disks;
        this.parts = parts;
        this.guests = new GuestRecords(database, clock);
    }

    public void create(Inventory inventory) {
        List.of("Debian Bookworm 12", "Other install media").forEach(this::template);
        var fill = new DiskFill(new TextCorpus());
        int number = 0;
        for (var spec : inventory.vms()) {
            create(spec, number++, fill, inventory.seed());
        }
    }

    private void create(VmSpec spec, int number, DiskFill fill, long seed) {
        var host = hostFor(spec, number);
        var values = VmDefaults.of(spec.name());
        values.put("tags", spec.tags());
        values.put("metrics", guests.metrics(spec.running()).ref());
        if (spec.running()) {
            values.put("power_state", "Running");
            values.put("resident_on", host.entity().ref());
            values.put("domid", number + 1L);
            values.put("guest_metrics", guests.guestMetrics(number).ref());
        }
        var vm = database.insert("VM", values);
        for (var disk : spec.disks()) {
            addDisk(
                    vm,
                    spec,
                    disk,
                    fill,
                    seed + 1000L * number + disk.userdevice().hashCode());
        }
        addDrive(vm, spec);
        addInterface(vm, spec.running());
    }

    private void template(String name) {
        var values = VmDefaults.of(name);
        values.put("is_a_template", true);
        values.put("is_default_template", true);
        values.put("metrics", guests.metrics(false).ref());
        values.put("reference_label", name.startsWith("Debian") ? "debian-12" : "other-install-media");
        values.put(
                "other_config",
                Map.of("default_template", "true", "mac_seed", UUID.randomUUID().toString()));
        database.insert("VM", values);
    }

    private void addDisk(Entity vm, VmSpec spec, DiskSpec disk, DiskFill fill, long seed) {
        var vdi = disks.create(Map.of(
                "SR",
                repository(disk).ref(),
                "name_label",
                spec.name() + " disk " + disk.userdevice(),
                "name_description",
                "Created by template provisioner",
                "virtual_size",
                disk.sizeBytes(),
                "type",
                disk.userdevice().equals("0") ? "system" : "user"));
        fill.fill(disks.store(), vdi.uuid(), seed);
        database.insert("VBD", device(vm, disk.userdevice(), "Disk", "RW", spec.running()))
                .set("VDI", vdi.ref())
                .set("bootable", disk.userdevice().equals("0"))
                .set("unpluggable", true)
                .set("other_config", Map.of("owner", ""));
    }

    /// In turn, among those that see all repositories of the VM.
    private Host hostFor(VmSpec spec, int number) {
        var able = parts.hosts().stream()
                .filter(host ->
                        spec.disks().stream().allMatch(disk -> SrState.pluggedOn(repository(disk), host.entity())))
                .toList();
        if (able.isEmpty()) {
            throw new IllegalArgumentException("no host sees all repositories of VM " + spec.name());
        }
        return able.get(number % able.size());
    }

    private Entity repository(DiskSpec disk) {
        if (disk.repository().isEmpty()) {
            return parts.disks();
        }
        var found = parts.repositories().get(disk.repository().get());
        if (found == null) {
            throw new IllegalArgumentException(
                    "there is no repository " + disk.repository().get() + "; there are "
                            + parts.repositories().keySet());
        }
        return found;
    }

    private void addDrive(Entity vm, VmSpec spec) {
        if (spec.cdDrive() == VmSpec.CdDrive.NONE) {
            return;
        }
        boolean empty = spec.cdDrive() == VmSpec.CdDrive.EMPTY;
        database.insert("VBD", device(vm, "3", "CD", "RO", spec.running()))
                .set("empty", empty)
                .set("VDI", empty ? FieldType.NULL : parts.isoImage().ref());
    }

    private static Map<String, Object> device(
            Entity vm, String userdevice, String type, String mode, boolean attached) {
        return Map.of(
                "VM", vm.ref(),
                "userdevice", userdevice,
                "device", attached ? DeviceNames.ofDisk(userdevice) : "",
                "type", type,
                "mode", mode,
                "currently_attached", attached);
    }

    private void addInterface(Entity vm, boolean attached) {
        nextMac++;
        var mac = "%012x".formatted(nextMac).replaceAll("(..)(?!$)", "$1:");
        database.insert(
                "VIF",
                Map.of(
                        "VM",
                        vm.ref(),
                        "network",
                        parts.networks().management().ref(),
                        "device",
                        "0",
                        "MAC",
                        mac,
                        "MTU",
                        1500L,
                        "currently_attached",
                        attached));
    }
}
