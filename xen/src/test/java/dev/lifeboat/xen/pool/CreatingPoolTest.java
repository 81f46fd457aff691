package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.NewDisk;
import dev.lifeboat.xen.NewNic;
import dev.lifeboat.xen.VmCreation;
import dev.lifeboat.xen.VmRecords;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A pool that makes VMs, disks and devices of records, and insists on the fields that a server insists on.
abstract class CreatingPoolTest extends PoolTest {

    /// The fields that a server insists on. The simulator has them from the facts on its own, and so do its tests: that
    /// two wrote them down is meant, since a misreading shows only then.
    static final List<String> MANDATORY = List.of(
            "user_version",
            "is_a_template",
            "affinity",
            "memory_static_max",
            "memory_dynamic_max",
            "memory_dynamic_min",
            "memory_static_min",
            "VCPUs_params",
            "VCPUs_max",
            "VCPUs_at_startup",
            "actions_after_shutdown",
            "actions_after_reboot",
            "actions_after_crash",
            "PV_bootloader",
            "PV_kernel",
            "PV_ramdisk",
            "PV_args",
            "PV_bootloader_args",
            "PV_legacy_args",
            "HVM_boot_policy",
            "HVM_boot_params",
            "platform",
            "PCI_bus",
            "other_config",
            "recommendations");

    XenPool connection;

    String sr;

    String network;

    @BeforeEach
    void addPlaces() {
        connection = connect();
        sr = pool.add("SR", Map.of("name_label", "local", "type", "ext", "content_type", "user"));
        network = pool.add("network", Map.of("name_label", "lan"));
        for (String type : List.of("VM", "VDI", "VBD", "VIF")) {
            pool.on(type + ".create", parameters -> created(type, (Map<?, ?>) parameters.getFirst()));
        }
        pool.on("VM.set_bios_strings", _ -> "");
        pool.on("VM.update_allowed_operations", _ -> "");
    }

    @AfterEach
    void stop() {
        connection.close();
    }

    VmCreation creation(boolean preserveMacs) {
        UUID storage = pool.uuid("SR", sr);
        UUID lan = pool.uuid("network", network);
        return new VmCreation(
                records(),
                "restoring web",
                "from a backup",
                Map.of("lifeboat:restore-uid", "r1"),
                preserveMacs,
                List.of(
                        new NewDisk("0", "root", storage, 4096, true, false),
                        new NewDisk("1", "data", storage, 8192, false, true)),
                List.of(
                        new NewNic("0", lan, Optional.of("aa:bb:cc:dd:ee:ff")),
                        new NewNic("1", lan, Optional.empty())));
    }

    static VmRecords records() {
        var vm = new LinkedHashMap<String, Object>();
        MANDATORY.forEach(field -> vm.put(field, ""));
        vm.put("memory_static_max", "2147483648");
        vm.put("is_a_template", true);
        vm.put("affinity", "OpaqueRef:old-host");
        vm.put("appliance", "OpaqueRef:old-appliance");
        vm.put("allowed_operations", List.of("start"));
        vm.put("NVRAM", Map.of("EFI-variables", "AAAA"));
        vm.put("HVM_shadow_multiplier", 4.0);
        vm.put("generation_id", "1:2");
        vm.put("has_vendor_device", true);
        vm.put("bios_strings", Map.of("bios-vendor", "Xen"));
        vm.put(
                "other_config",
                Map.of(
                        "mac_seed", "old-seed",
                        "folder", "/x",
                        "lifeboat:backup-uid", "b",
                        "import_task", "t",
                        "vgpu_pci", "p"));
        return new VmRecords(Map.of(
                "vm", vm,
                "vbds",
                        Map.of(
                                "OpaqueRef:1", Map.of("type", "Disk", "userdevice", "0"),
                                "OpaqueRef:2", Map.of("type", "CD", "userdevice", "3")),
                "vifs", Map.of("OpaqueRef:3", Map.of("device", "0", "MTU", "9000"))));
    }

    Object created(String type, Map<?, ?> record) {
        var fields = new LinkedHashMap<String, Object>();
        record.forEach((key, value) -> fields.put((String) key, value));
        fields.putIfAbsent("power_state", "Halted");
        String ref = pool.add(type, fields);
        if (type.equals("VBD") || type.equals("VIF")) {
            append("VM", (String) fields.get("VM"), type + "s", ref);
        }
        return ref;
    }

    void append(String type, String ref, String field, String added) {
        var record = pool.records(type).get(ref);
        var refs = new ArrayList<Object>((List<?>) record.getOrDefault(field, List.of()));
        refs.add(added);
        record.put(field, refs);
    }

    static Map<String, Object> otherConfig(Map<String, Object> record) {
        return XapiRecord.of(record.get("other_config")).fields();
    }
}
