package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.VmCreation;
import dev.lifeboat.xen.VmRecords;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.fake.Failure;
import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VmCreationTest extends CreatingPoolTest {

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
}
