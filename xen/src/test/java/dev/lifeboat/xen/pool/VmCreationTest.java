package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.NewDisk;
import dev.lifeboat.xen.NewNic;
import dev.lifeboat.xen.VmCreation;
import dev.lifeboat.xen.VmRecords;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.fake.Failure;
import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VmCreationTest extends PoolTest {

    private static final List<String> MANDATORY = List.of(
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

    private XenPool connection;
    private String sr;
    private String network;

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

    @Test
    void theNewVmIsLikeTheOldOneButHasItsOwnIdentityAndCannotStart() {
        var restored = connection.createVm(creation(false));

        var vm = pool.records("VM").values().iterator().next();
        assertThat(vm).containsKeys(MANDATORY.toArray(new String[0]));
        assertThat(vm)
                .containsEntry("uuid", restored.uuid().toString())
                .containsEntry("name_label", "restoring web")
                .containsEntry("is_a_template", false)
                .containsEntry("memory_static_max", "2147483648")
                .containsEntry("NVRAM", Map.of("EFI-variables", "AAAA"))
                .containsEntry("HVM_shadow_multiplier", 4.0)
                .containsEntry("affinity", "OpaqueRef:NULL")
                .doesNotContainKeys("sm_config", "appliance", "suspend_VDI", "allowed_operations");
        assertThat((String) vm.get("generation_id")).matches("-?\\d+:-?\\d+").isNotEqualTo("1:2");
        assertThat(otherConfig(vm))
                .containsEntry("lifeboat:restore-uid", "r1")
                .containsEntry("folder", "/x")
                .doesNotContainKeys("lifeboat:backup-uid", "import_task", "vgpu_pci");
        assertThat((String) otherConfig(vm).get("mac_seed")).isNotBlank().isNotEqualTo("old-seed");
        assertThat(XapiRecord.of(vm.get("blocked_operations")).fields()).containsOnlyKeys("start", "start_on");
        assertThat(pool.callsOf("VM.set_bios_strings").getFirst().get(1)).isEqualTo(Map.of("bios-vendor", "Xen"));
    }

    @Test
    void theSeedOfItsMacAddressesIsKeptOnRequest() {
        connection.createVm(creation(true));

        assertThat(otherConfig(pool.records("VM").values().iterator().next())).containsEntry("mac_seed", "old-seed");
    }

    @Test
    void disksDrivesAndNicsAreMadeAsAsked() {
        var restored = connection.createVm(creation(false));

        assertThat(restored.disksByDevice()).containsOnlyKeys("0", "1");
        var vdi = pool.records("VDI").values().stream()
                .filter(each -> each.get("uuid")
                        .equals(restored.disksByDevice().get("0").toString()))
                .findFirst()
                .orElseThrow();
        assertThat(vdi)
                .containsEntry("virtual_size", "4096")
                .containsEntry("SR", sr)
                .containsEntry("read_only", false)
                .containsEntry("other_config", Map.of("lifeboat:restore-uid", "r1"))
                .doesNotContainKey("sm_config");
        assertThat(pool.records("VBD").values())
                .extracting(vbd -> vbd.get("userdevice") + " " + vbd.get("type") + " " + vbd.get("mode") + " "
                        + vbd.get("bootable") + " " + vbd.get("empty"))
                .containsExactlyInAnyOrder("0 Disk RW true false", "1 Disk RO false false", "3 CD RO false true");
        assertThat(pool.records("VIF").values())
                .extracting(vif ->
                        vif.get("device") + " " + vif.get("MAC") + " " + vif.get("MTU") + " " + vif.get("network"))
                .containsExactlyInAnyOrder("0 aa:bb:cc:dd:ee:ff 9000 " + network, "1  1500 " + network);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VM.add_to_blocked_operations",
                "VM.set_bios_strings",
                "VDI.create",
                "VBD.create",
                "VIF.create",
                "network.get_by_uuid"
            })
    void aFailureAtAnyStepLeavesNothingBehind(String step) {
        pool.on(step, _ -> {
            throw new Failure("SR_FULL", "1", "0");
        });

        assertThatThrownBy(() -> connection.createVm(creation(false)))
                .isInstanceOf(XapiException.class)
                .hasMessageContaining(step);

        assertThat(pool.records("VM")).isEmpty();
        assertThat(pool.records("VDI")).isEmpty();
        assertThat(pool.records("task")).isEmpty();
    }

    @Test
    void anInterruptLeavesNothingBehindEither() {
        var worker = Thread.currentThread();
        pool.on("VBD.create", _ -> {
            worker.interrupt();
            throw new Failure("VDI_READONLY", "x");
        });

        assertThatThrownBy(() -> connection.createVm(creation(false))).isInstanceOf(XenException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(pool.records("VM")).isEmpty();
        assertThat(pool.records("VDI")).isEmpty();
    }

    @Test
    void aDiskThatWasNeverAttachedIsFoundByItsMarker() {
        connection.createVm(creation(false));
        pool.records("VDI").values().forEach(vdi -> vdi.put("VBDs", List.of("OpaqueRef:vbd")));
        String left = pool.add("VDI", Map.of("other_config", Map.of("lifeboat:restore-uid", "r1")));

        assertThat(connection.findDetachedDisks("lifeboat:restore-uid", "r1")).containsExactly(pool.uuid("VDI", left));
    }

    @Test
    void harmlessRefusalsAreLivedWith() {
        pool.on("VM.set_bios_strings", _ -> {
            throw new Failure("MESSAGE_METHOD_UNKNOWN", "VM.set_bios_strings");
        });
        pool.on("VM.create", parameters -> {
            var record = (Map<?, ?>) parameters.getFirst();
            if (Boolean.TRUE.equals(record.get("has_vendor_device"))) {
                throw new Failure("LICENSE_RESTRICTION", "pci_device");
            }
            return created("VM", record);
        });

        connection.createVm(creation(false));

        assertThat(pool.records("VM")).hasSize(1);
    }

    @Test
    void recordsThatLackFieldsStillMakeAVm() {
        connection.createVm(new VmCreation(
                new VmRecords(Map.of("vm", Map.of("name_label", "bare"))),
                "t",
                "",
                Map.of(),
                true,
                List.of(),
                List.of()));

        assertThat(pool.records("VM").values().iterator().next()).containsKeys(MANDATORY.toArray(new String[0]));
    }

    @Test
    void releasingGivesTheNameAndLetsItStart() {
        var restored = connection.createVm(creation(false));
        pool.on("VM.start", parameters -> {
            assertThat(parameters.subList(1, 3)).containsExactly(false, false);
            return "";
        });

        connection.releaseVm(restored.uuid(), "web");
        connection.startVm(restored.uuid());

        var vm = pool.records("VM").values().iterator().next();
        assertThat(vm).containsEntry("name_label", "web");
        assertThat(XapiRecord.of(vm.get("blocked_operations")).fields()).isEmpty();
        assertThat(pool.callsOf("Async.VM.start")).hasSize(1);
    }

    @Test
    void destroyingTakesTheDisksButNotIsosAndNotSharedOnes() {
        var restored = connection.createVm(creation(false));
        String iso = pool.add("SR", Map.of("type", "iso", "content_type", "iso"));
        var vdis = new ArrayList<>(pool.records("VDI").values());
        vdis.getFirst().put("SR", iso);
        pool.records("VM").values().forEach(vm -> vm.put("power_state", "Running"));
        pool.on("VM.hard_shutdown", _ -> "");

        connection.destroyVm(restored.uuid());
        connection.destroyVm(restored.uuid());

        assertThat(pool.records("VM")).isEmpty();
        assertThat(pool.records("VDI").values()).containsExactly(vdis.getFirst());
        assertThat(pool.callsOf("Async.VM.hard_shutdown")).hasSize(1);
    }

    @Test
    void templatesSnapshotsAndControlDomainsAreNeverDestroyed() {
        for (String flag : List.of("is_a_template", "is_a_snapshot", "is_control_domain")) {
            UUID uuid = pool.uuid("VM", pool.add("VM", Map.of(flag, true)));
            assertThatIllegalArgumentException().isThrownBy(() -> connection.destroyVm(uuid));
        }
        assertThat(pool.records("VM")).hasSize(3);
    }

    private VmCreation creation(boolean preserveMacs) {
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

    private static VmRecords records() {
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

    private Object created(String type, Map<?, ?> record) {
        var fields = new LinkedHashMap<String, Object>();
        record.forEach((key, value) -> fields.put((String) key, value));
        fields.putIfAbsent("power_state", "Halted");
        String ref = pool.add(type, fields);
        if (type.equals("VBD") || type.equals("VIF")) {
            append("VM", (String) fields.get("VM"), type + "s", ref);
        }
        return ref;
    }

    private void append(String type, String ref, String field, String added) {
        var record = pool.records(type).get(ref);
        var refs = new ArrayList<Object>((List<?>) record.getOrDefault(field, List.of()));
        refs.add(added);
        record.put(field, refs);
    }

    private static Map<String, Object> otherConfig(Map<String, Object> record) {
        return XapiRecord.of(record.get("other_config")).fields();
    }
}
