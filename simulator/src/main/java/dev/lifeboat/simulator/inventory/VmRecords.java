package dev.lifeboat.simulator.inventory;

import dev.lifeboat.simulator.api.DeviceNames;
import dev.lifeboat.simulator.api.Disks;
import dev.lifeboat.simulator.database.Database;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.database.FieldType;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Adds the VMs of an inventory, with filled disks, and the templates every pool has.
public final class VmRecords {
    private static final long MEMORY = 2L << 30;
    private static final long MAC_PREFIX = 0x00163e100000L;

    private final Database database;
    private final Disks disks;
    private final PoolRecords.Parts parts;
    private final Clock clock;
    private long nextMac = MAC_PREFIX;

    public VmRecords(Database database, Disks disks, PoolRecords.Parts parts, Clock clock) {
        this.database = database;
        this.disks = disks;
        this.parts = parts;
        this.clock = clock;
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
        var host = parts.hosts().get(number % parts.hosts().size());
        var values = ordinary(spec.name());
        values.put("tags", spec.tags());
        values.put("metrics", metrics(spec.running()).ref());
        if (spec.running()) {
            values.put("power_state", "Running");
            values.put("resident_on", host.entity().ref());
            values.put("domid", number + 1L);
            values.put("guest_metrics", guestMetrics(number).ref());
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
        var values = ordinary(name);
        values.put("is_a_template", true);
        values.put("is_default_template", true);
        values.put("metrics", metrics(false).ref());
        values.put("reference_label", name.startsWith("Debian") ? "debian-12" : "other-install-media");
        values.put(
                "other_config",
                Map.of("default_template", "true", "mac_seed", UUID.randomUUID().toString()));
        database.insert("VM", values);
    }

    private static Map<String, Object> ordinary(String name) {
        var values = new HashMap<String, Object>(Map.of(
                "name_label",
                name,
                "user_version",
                1L,
                "affinity",
                FieldType.NULL,
                "memory_static_max",
                MEMORY,
                "memory_dynamic_max",
                MEMORY,
                "memory_dynamic_min",
                MEMORY,
                "memory_static_min",
                MEMORY / 2,
                "memory_target",
                MEMORY,
                "VCPUs_max",
                2L,
                "VCPUs_at_startup",
                2L));
        values.put("domid", -1L);
        values.put("actions_after_shutdown", "destroy");
        values.put("actions_after_reboot", "restart");
        values.put("actions_after_crash", "restart");
        values.put("HVM_boot_policy", "BIOS order");
        values.put("HVM_boot_params", Map.of("order", "cdn", "firmware", "uefi"));
        values.put(
                "platform",
                Map.of(
                        "acpi",
                        "1",
                        "apic",
                        "true",
                        "pae",
                        "true",
                        "nx",
                        "true",
                        "viridian",
                        "true",
                        "videoram",
                        "8",
                        "device-model",
                        "qemu-upstream-uefi"));
        values.put(
                "other_config",
                Map.of(
                        "mac_seed",
                        UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                .toString(),
                        "base_template_name",
                        "Debian Bookworm 12"));
        values.put(
                "recommendations",
                "<restrictions><restriction field=\"memory-static-max\" max=\"137438953472\"/></restrictions>");
        values.put("domain_type", "hvm");
        values.put("generation_id", "8261712345123412345:-4311234512345123451");
        values.put(
                "bios_strings",
                Map.of("bios-vendor", "Xen", "system-manufacturer", "Xen", "system-product-name", "HVM domU"));
        return values;
    }

    private Entity metrics(boolean running) {
        return database.insert(
                "VM_metrics",
                Map.of(
                        "memory_actual",
                        running ? MEMORY : 0L,
                        "VCPUs_number",
                        2L,
                        "start_time",
                        clock.instant(),
                        "install_time",
                        clock.instant(),
                        "last_updated",
                        clock.instant(),
                        "hvm",
                        true,
                        "current_domain_type",
                        running ? "hvm" : "unspecified"));
    }

    private Entity guestMetrics(int number) {
        var address = "192.0.2." + (10 + number);
        return database.insert(
                "VM_guest_metrics",
                Map.of(
                        "os_version",
                        Map.of(
                                "name",
                                "Debian GNU/Linux 12 (bookworm)",
                                "distro",
                                "debian",
                                "major",
                                "12",
                                "minor",
                                "5",
                                "uname",
                                "6.1.0-18-amd64"),
                        "PV_drivers_version",
                        Map.of("major", "8", "minor", "4", "micro", "0", "build", "1"),
                        "PV_drivers_up_to_date",
                        true,
                        "PV_drivers_detected",
                        true,
                        "networks",
                        Map.of("0/ip", address, "0/ipv4/0", address),
                        "other",
                        Map.of("feature-suspend", "1", "feature-shutdown", "1"),
                        "last_updated",
                        clock.instant(),
                        "live",
                        true,
                        "can_use_hotplug_vbd",
                        "yes",
                        "can_use_hotplug_vif",
                        "yes"));
    }

    private void addDisk(Entity vm, VmSpec spec, DiskSpec disk, DiskFill fill, long seed) {
        var vdi = disks.create(Map.of(
                "SR",
                parts.disks().ref(),
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
