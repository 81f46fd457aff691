package dev.lifeboat.simulator.inventory;

import dev.lifeboat.simulator.database.FieldType;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// What every VM of an inventory is like, apart from its name, state and devices.
final class VmDefaults {
    static final long MEMORY = 2L << 30;

    private VmDefaults() {}

    static Map<String, Object> of(String name) {
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
                        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
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
}
