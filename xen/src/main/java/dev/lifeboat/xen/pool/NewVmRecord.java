package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.Markers;
import dev.lifeboat.xen.VmCreation;
import dev.lifeboat.xen.xapi.Ref;
import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// The record to give to `VM.create`: what the backed-up VM was, less what belongs to its old place and
/// identity.
final class NewVmRecord {

    /// A server refuses a record without these. The values stand in where an old record lacks a field.
    private static final Map<String, Object> MANDATORY = Map.ofEntries(
            Map.entry("user_version", "1"),
            Map.entry("memory_static_max", "1073741824"),
            Map.entry("memory_dynamic_max", "1073741824"),
            Map.entry("memory_dynamic_min", "1073741824"),
            Map.entry("memory_static_min", "536870912"),
            Map.entry("VCPUs_params", Map.of()),
            Map.entry("VCPUs_max", "1"),
            Map.entry("VCPUs_at_startup", "1"),
            Map.entry("actions_after_shutdown", "destroy"),
            Map.entry("actions_after_reboot", "restart"),
            Map.entry("actions_after_crash", "restart"),
            Map.entry("PV_bootloader", ""),
            Map.entry("PV_kernel", ""),
            Map.entry("PV_ramdisk", ""),
            Map.entry("PV_args", ""),
            Map.entry("PV_bootloader_args", ""),
            Map.entry("PV_legacy_args", ""),
            Map.entry("HVM_boot_policy", "BIOS order"),
            Map.entry("HVM_boot_params", Map.of("order", "cd")),
            Map.entry("platform", Map.of()),
            Map.entry("PCI_bus", ""),
            Map.entry("recommendations", ""));

    /// Fields that a restored VM has in common with the original. Servers pass over those they do not know.
    private static final List<String> KEPT = List.of(
            "tags",
            "xenstore_data",
            "start_delay",
            "shutdown_delay",
            "order",
            "hardware_platform_version",
            "has_vendor_device",
            "reference_label",
            "domain_type",
            "NVRAM",
            "actions_after_softreboot");

    /// Of devices and states that the new VM does not have.
    private static final Set<String> LEFT_BEHIND =
            Set.of("mac_seed", "import_task", "default_template", "vgpu_pci", "pci");

    private final RandomGenerator random;

    NewVmRecord(RandomGenerator random) {
        this.random = random;
    }

    Map<String, Object> of(VmCreation creation, XapiRecord original) {
        var record = new LinkedHashMap<String, Object>();
        MANDATORY.forEach(
                (field, standIn) -> record.put(field, original.fields().getOrDefault(field, standIn)));
        KEPT.stream()
                .filter(original::has)
                .forEach(field -> record.put(field, original.fields().get(field)));
        record.put("name_label", creation.temporaryName());
        record.put("name_description", creation.description());
        record.put("is_a_template", false);
        record.put("affinity", Ref.NULL);
        record.put("ha_always_run", false);
        record.put("ha_restart_priority", "");
        record.put("generation_id", generationId(original));
        record.put("other_config", otherConfig(creation, original));
        shadowMultiplier(record, original);
        return record;
    }

    /// Restoring is going back in time, which guests such as domain controllers must be told by a new id.
    /// An empty one means off.
    private String generationId(XapiRecord original) {
        boolean off =
                original.has("generation_id") && original.text("generation_id").isEmpty();
        return off ? "" : random.nextLong() + ":" + random.nextLong();
    }

    /// The seed decides every generated MAC address: two VMs with one seed have the same.
    private Map<String, String> otherConfig(VmCreation creation, XapiRecord original) {
        var config = new LinkedHashMap<>(original.map("other_config"));
        config.keySet().removeIf(key -> key.startsWith(Markers.PREFIX));
        String seed = config.getOrDefault("mac_seed", "");
        config.keySet().removeAll(LEFT_BEHIND);
        boolean keepSeed = creation.preserveMacs() && !seed.isEmpty();
        config.put("mac_seed", keepSeed ? seed : new UUID(random.nextLong(), random.nextLong()).toString());
        config.putAll(creation.markers());
        return config;
    }

    /// One release misreads floats, so that the usual value is left out.
    private static void shadowMultiplier(Map<String, Object> record, XapiRecord original) {
        if (original.fields().get("HVM_shadow_multiplier") instanceof Double multiplier && multiplier != 1.0) {
            record.put("HVM_shadow_multiplier", multiplier);
        }
    }
}
