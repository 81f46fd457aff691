package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.database.Field;
import dev.lifeboat.simulator.database.FieldType;
import dev.lifeboat.simulator.rpc.XapiError;
import dev.lifeboat.simulator.storage.StorageFull;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// Makes a VM from another: a snapshot with snapshots of its disks, or a clone with clones of them.
final class VmCopy {
    private static final Set<String> KEPT_ON_REVERT = Set.of(
            "name_label",
            "name_description",
            "power_state",
            "is_a_template",
            "suspend_VDI",
            "appliance",
            "blocked_operations",
            "ha_always_run",
            "suspend_SR",
            "tags");

    private final Call call;
    private final Entity source;

    VmCopy(Call call, Entity source) {
        this.call = call;
        this.source = source;
    }

    Entity snapshot(String name, List<String> ignoredDisks) {
        var disks = copyDisks(ignoredDisks, call.pool().disks()::snapshot, "snapshot");
        var values = common(name);
        values.put("is_a_template", true);
        values.put("is_a_snapshot", true);
        values.put("snapshot_of", source.ref());
        values.put("snapshot_time", call.pool().clock().instant());
        values.put("snapshot_info", snapshotInfo("crash_consistent"));
        values.put("snapshot_metadata", new MetadataText(source).toString());
        values.put("parent", source.text("parent"));
        values.put("power_state", "Halted");
        values.put("other_config", snapshotConfig());
        var snapshot = insert(values);
        source.set("parent", snapshot.ref());
        addDevices(snapshot, disks, true);
        return snapshot;
    }

    /// A snapshot before which the guest has flushed what it had in memory.
    Entity quiesced(String name) {
        return snapshot(name, List.of()).set("snapshot_info", snapshotInfo("quiesced"));
    }

    Entity cloneVm(String name) {
        return asClone(name, copyDisks(List.of(), call.pool().disks()::cloneDisk, "clone"));
    }

    private Entity asClone(String name, Map<String, Entity> disks) {
        var values = common(name);
        values.put("power_state", "Halted");
        var config = new LinkedHashMap<String, Object>(source.map("other_config"));
        config.put("mac_seed", UUID.randomUUID().toString());
        values.put("other_config", Map.copyOf(config));
        var copy = insert(values);
        addDevices(copy, disks, false);
        return copy;
    }

    /// As a clone, but every byte is copied, into the repository given or the one where each disk lies.
    Entity copyTo(String name, String srRef) {
        var made = new LinkedHashMap<String, Entity>();
        try {
            for (var vbd : source.followAll("VBDs")) {
                var disk = vbd.follow("VDI");
                if (vbd.text("type").equals("Disk") && disk.isPresent()) {
                    var sr = srRef.equals(FieldType.NULL) ? disk.get().text("SR") : srRef;
                    var target = call.database().require("SR", sr);
                    made.put(vbd.ref(), new DiskCopy(call, disk.get()).into(target));
                }
            }
        } catch (XapiError | StorageFull e) {
            call.database().atomically(() -> made.values().forEach(call.pool().disks()::destroy));
            throw e;
        }
        return call.database().atomically(() -> asClone(name, made));
    }

    /// Gives another VM what this one is set to, bar its names and what the pool itself decides.
    void settingsTo(Entity vm) {
        for (var field : call.database().schema().require("VM").fields().values()) {
            if (field.access() != Field.Access.RUNTIME && !KEPT_ON_REVERT.contains(field.name())) {
                vm.set(field.name(), source.get(field.name()));
            }
        }
    }

    /// Gives another VM clones of this one's disks and the same network interfaces, as going back to a snapshot does.
    void devicesTo(Entity vm) {
        var disks = copyDisks(List.of(), call.pool().disks()::cloneDisk, "clone");
        disks.forEach((_, disk) -> disk.set("is_a_snapshot", false));
        addDevices(vm, disks, true);
    }

    private Entity insert(Map<String, Object> values) {
        values.put(
                "metrics",
                VmEntities.newMetrics(call.pool(), source.number("VCPUs_at_startup"))
                        .ref());
        return call.database().insert("VM", values);
    }

    private Map<String, Object> common(String name) {
        var values = new HashMap<String, Object>();
        for (var field : call.database().schema().require("VM").fields().values()) {
            if (field.access() != Field.Access.RUNTIME) {
                values.put(field.name(), source.get(field.name()));
            }
        }
        values.put("name_label", name);
        values.put("bios_strings", source.get("bios_strings"));
        values.put("generation_id", VmEntities.newGenerationId());
        values.put("blocked_operations", Map.of());
        values.put("appliance", FieldType.NULL);
        values.put("suspend_SR", FieldType.NULL);
        values.put("suspend_VDI", FieldType.NULL);
        values.put("ha_always_run", false);
        values.put("domid", -1L);
        List.of("order", "start_delay", "shutdown_delay").forEach(field -> values.put(field, 0L));
        return values;
    }

    private Map<String, Object> snapshotInfo(String kind) {
        return Map.of("power-state-at-snapshot", source.text("power_state"), "disk-snapshot-type", kind);
    }

    private Map<String, Object> snapshotConfig() {
        var config = new LinkedHashMap<String, Object>(source.map("other_config"));
        config.remove("default_template");
        config.remove("xensource_internal");
        return Map.copyOf(config);
    }

    /// Disk by disk; when one fails, those already made are taken back.
    private Map<String, Entity> copyDisks(List<String> ignored, UnaryOperator<Entity> copy, String operation) {
        var made = new LinkedHashMap<String, Entity>();
        try {
            for (var vbd : source.followAll("VBDs")) {
                if (vbd.text("type").equals("Disk") && !ignored.contains(vbd.text("VDI"))) {
                    var disk = vbd.follow("VDI");
                    if (disk.isPresent()) {
                        VdiOperations.refusal(disk.get(), operation).ifPresent(error -> {
                            throw error;
                        });
                        made.put(vbd.ref(), copy.apply(disk.get()));
                    }
                }
            }
            return made;
        } catch (XapiError | StorageFull e) {
            new ArrayList<>(made.values()).forEach(call.pool().disks()::destroy);
            throw e;
        }
    }

    private void addDevices(Entity target, Map<String, Entity> disks, boolean sameMac) {
        for (var vbd : source.followAll("VBDs")) {
            var values = new HashMap<>(vbd.asRecord());
            dropRuntime(values);
            if (vbd.text("type").equals("Disk")) {
                var disk = disks.get(vbd.ref());
                if (disk == null) {
                    continue;
                }
                var config = new LinkedHashMap<String, Object>(vbd.map("other_config"));
                config.put("owner", "");
                values.put("other_config", Map.copyOf(config));
                values.put("VDI", disk.ref());
            }
            values.put("VM", target.ref());
            call.database().insert("VBD", values);
        }
        for (var vif : source.followAll("VIFs")) {
            var values = new HashMap<>(vif.asRecord());
            dropRuntime(values);
            values.put("VM", target.ref());
            if (!sameMac) {
                var mac = MacAddress.of(target.map("other_config").getOrDefault("mac_seed", ""), vif.text("device"));
                values.put("MAC", mac);
                values.put("MAC_autogenerated", true);
            }
            call.database().insert("VIF", values);
        }
    }

    private static void dropRuntime(Map<String, Object> values) {
        List.of("uuid", "currently_attached", "device_status", "current_operations", "allowed_operations")
                .forEach(values::remove);
        if (values.containsKey("userdevice")) {
            values.put("device", "");
        }
    }
}
