package dev.lifeboat.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.TestClient.CallFailed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What a restore asks for: a VM, disks and network interfaces made from records.
class CreationTest {
    @AutoClose
    private static final SmallPool small = SmallPool.start();

    private static String code(Runnable call) {
        return catchThrowableOfType(CallFailed.class, call::run).code();
    }

    private static Map<String, Object> vmRecord() {
        var record = new HashMap<String, Object>();
        List.of("PV_bootloader", "PV_kernel", "PV_ramdisk", "PV_args", "PV_bootloader_args", "PV_legacy_args")
                .forEach(field -> record.put(field, ""));
        List.of("memory_static_max", "memory_dynamic_max", "memory_dynamic_min", "memory_static_min")
                .forEach(field -> record.put(field, "1073741824"));
        List.of("VCPUs_params", "HVM_boot_params", "platform", "other_config")
                .forEach(field -> record.put(field, Map.of()));
        record.put("user_version", "0");
        record.put("is_a_template", false);
        record.put("affinity", "OpaqueRef:NULL");
        record.put("VCPUs_max", "1");
        record.put("VCPUs_at_startup", "1");
        record.put("actions_after_shutdown", "destroy");
        record.put("actions_after_reboot", "restart");
        record.put("actions_after_crash", "restart");
        record.put("HVM_boot_policy", "BIOS order");
        record.put("PCI_bus", "");
        record.put("recommendations", "");
        record.put("name_label", "restored");
        return record;
    }

    private static String sr() {
        return small.client().texts("SR.get_by_name_label", "Shared storage").getFirst();
    }

    private static Map<String, Object> vdiRecord(long size) {
        return SmallPool.newDisk(sr(), Long.toString(size));
    }

    private static Map<String, Object> vbdRecord(String vm, String vdi, String userdevice) {
        return Map.of(
                "VM",
                vm,
                "VDI",
                vdi,
                "userdevice",
                userdevice,
                "bootable",
                false,
                "mode",
                "RW",
                "type",
                "Disk",
                "empty",
                false,
                "other_config",
                Map.of(),
                "qos_algorithm_type",
                "",
                "qos_algorithm_params",
                Map.of());
    }

    private static Map<String, Object> vifRecord(String vm, String mac) {
        var record = new HashMap<String, Object>();
        record.put("VM", vm);
        record.put(
                "network",
                small.client().texts("network.get_by_name_label", "Backup").getFirst());
        record.put("device", "0");
        record.put("MAC", mac);
        record.put("MTU", "1500");
        record.put("other_config", Map.of());
        record.put("qos_algorithm_type", "");
        record.put("qos_algorithm_params", Map.of());
        return record;
    }

    @Test
    void aNewVmIgnoresBlocksAndGetsASeed() {
        var client = small.client();
        var struct = vmRecord();
        struct.put("blocked_operations", Map.of("start", "no"));
        struct.put("uuid", "00000000-0000-0000-0000-000000000000");
        struct.put("of_tomorrow", "ignored");
        var record = client.call("VM.get_record", client.text("VM.create", struct));
        assertThat(record.path("blocked_operations")).isEmpty();
        assertThat(record.path("uuid").asText()).isNotEqualTo(struct.get("uuid"));
        assertThat(record.path("domain_type").asText()).isEqualTo("hvm");
        assertThat(record.path("other_config").has("mac_seed")).isTrue();
    }

    @Test
    void refusesAVmWithoutAMandatoryFieldOrWithWrongMemory() {
        var incomplete = vmRecord();
        incomplete.remove("platform");
        assertThat(code(() -> small.client().call("VM.create", incomplete))).isEqualTo("INTERNAL_ERROR");
        var wrong = vmRecord();
        wrong.put("memory_static_max", "1");
        assertThat(code(() -> small.client().call("VM.create", wrong))).isEqualTo("MEMORY_CONSTRAINT_VIOLATION_ORDER");
    }

    @Test
    void roundsDisksUpToTwoMebibytes() {
        var vdi = small.client().text("VDI.create", vdiRecord(1));
        assertThat(small.client().call("VDI.get_virtual_size", vdi).asLong()).isEqualTo(2 << 20);
        small.client().call("VDI.resize", vdi, Long.toString((4 << 20) - 1));
        assertThat(small.client().call("VDI.get_virtual_size", vdi).asLong()).isEqualTo(4 << 20);
        assertThat(code(() -> small.client().call("VDI.resize", vdi, "2097152")))
                .isEqualTo("SR_BACKEND_FAILURE_79");
    }

    @Test
    void aDevicePositionIsGivenOnce() {
        var client = small.client();
        var vm = client.text("VM.create", vmRecord());
        var vdi = client.text("VDI.create", vdiRecord(1 << 20));
        var vbd = client.text("VBD.create", vbdRecord(vm, vdi, "1"));
        assertThat(code(() -> client.call("VBD.create", vbdRecord(vm, vdi, "1"))))
                .isEqualTo("DEVICE_ALREADY_EXISTS");
        assertThat(code(() -> client.call("VBD.create", vbdRecord(vm, vdi, "x"))))
                .isEqualTo("INVALID_DEVICE");
        var automatic = client.text("VBD.create", vbdRecord(vm, vdi, "autodetect"));
        assertThat(client.text("VBD.get_userdevice", automatic)).isEqualTo("0");
        assertThat(client.texts("VDI.get_VBDs", vdi)).contains(vbd, automatic);
        assertThat(client.texts("VM.get_allowed_VBD_devices", vm))
                .doesNotContain("0", "1")
                .contains("2", "254");
    }

    @Test
    void anEmptyMacFollowsFromTheSeed() {
        var client = small.client();
        var struct = vmRecord();
        struct.put("other_config", Map.of("mac_seed", "e2f0"));
        var one = client.text("VIF.create", vifRecord(client.text("VM.create", struct), ""));
        var two = client.text("VIF.create", vifRecord(client.text("VM.create", struct), ""));
        assertThat(client.text("VIF.get_MAC", one)).isEqualTo(client.text("VIF.get_MAC", two));
        assertThat(Integer.parseInt(client.text("VIF.get_MAC", one).substring(0, 2), 16) & 3)
                .isEqualTo(2);
        assertThat(code(() -> client.call("VIF.create", vifRecord(client.text("VM.create", struct), "zz"))))
                .isEqualTo("MAC_INVALID");
    }
}
