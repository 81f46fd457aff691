package dev.lifeboat.e2e.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeboat.xen.NewDisk;
import dev.lifeboat.xen.PowerState;
import dev.lifeboat.xen.VmCreation;
import dev.lifeboat.xen.VmRecords;
import dev.lifeboat.xen.XapiException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VmCreationIT extends AgainstSimulator {

    @Test
    void aCreatedVmStartsOnlyWhenReleasedAndIsDestroyedWithItsDisks() {
        try (var pool = connect()) {
            var vm = TestVm.create(pool, "start");

            assertThatExceptionOfType(XapiException.Misconfigured.class)
                    .isThrownBy(() -> pool.startVm(vm.uuid()))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("OPERATION_BLOCKED"));
            pool.releaseVm(vm.uuid(), "started");
            pool.startVm(vm.uuid());

            assertThat(pool.findVm(vm.uuid())).get().satisfies(running -> {
                assertThat(running.name()).isEqualTo("started");
                assertThat(running.powerState()).isEqualTo(PowerState.RUNNING);
                assertThat(running.nics())
                        .singleElement()
                        .satisfies(nic -> assertThat(nic.mac()).isNotEmpty());
            });
            pool.destroyVm(vm.uuid());
            assertThat(pool.findVm(vm.uuid())).isEmpty();
            assertThat(pool.findDetachedDisks("lifeboat:it", "start")).isEmpty();
        }
    }

    @Test
    void aVmThatCannotBeBuiltLeavesNothing() {
        try (var pool = connect()) {
            var model = pool.readInventory().vms().getFirst();
            var storage = TestVm.storage(pool).uuid();
            var creation = new VmCreation(
                    pool.readRecords(model.uuid()),
                    "never",
                    "",
                    Map.of("lifeboat:it", "never"),
                    false,
                    List.of(
                            new NewDisk("0", "a", storage, TestVm.DISK_BYTES, true, false),
                            new NewDisk("0", "b", storage, TestVm.DISK_BYTES, false, false)),
                    List.of());

            assertThatExceptionOfType(XapiException.class)
                    .isThrownBy(() -> pool.createVm(creation))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("DEVICE_ALREADY_EXISTS"));
            assertThat(pool.findVmsByMarker("lifeboat:it", "never")).isEmpty();
            assertThat(pool.findDetachedDisks("lifeboat:it", "never")).isEmpty();
        }
    }

    /// Older releases have no room for them, and take the VM all the same.
    @Test
    void theVariablesOfSecureBootComeBackWhereTheReleaseHasThem() {
        try (var pool = connect()) {
            var model = pool.readInventory().vms().getFirst();
            var tree = new HashMap<>(pool.readRecords(model.uuid()).tree());
            var vm = new HashMap<>(fields(tree.get("vm")));
            vm.put("NVRAM", Map.of("EFI-variables", "U2VjdXJl"));
            vm.put("HVM_boot_params", Map.of("order", "cd", "firmware", "uefi"));
            vm.put("platform", Map.of("secureboot", "true"));
            tree.put("vm", vm);

            var restored = pool.createVm(new VmCreation(
                    new VmRecords(tree), "uefi", "", Map.of("lifeboat:it", "uefi"), false, List.of(), List.of()));

            assertThat(pool.findVm(restored.uuid()).orElseThrow().firmware()).isEqualTo("uefi");
            var record = fields(pool.readRecords(restored.uuid()).tree().get("vm"));
            assertThat(fields(record.get("platform"))).isEqualTo(Map.of("secureboot", "true"));
            assertThat(record.get("NVRAM")).isEqualTo(since(12) ? Map.of("EFI-variables", "U2VjdXJl") : null);
            pool.destroyVm(restored.uuid());
        }
    }

    @SuppressWarnings("unchecked") // Records are trees of text.
    private static Map<String, Object> fields(Object tree) {
        return (Map<String, Object>) tree;
    }

    @Test
    void aVmThatHadAVirtualTpmGetsOneWhereTheReleaseHasThemAndIsRestoredElsewhere() {
        try (var pool = connect()) {
            var model = pool.readInventory().vms().getFirst();
            var tree = new HashMap<>(pool.readRecords(model.uuid()).tree());
            tree.put("vtpms", Map.of("OpaqueRef:old", Map.of("is_unique", false)));

            var restored = pool.createVm(new VmCreation(
                    new VmRecords(tree), "tpm", "", Map.of("lifeboat:it", "tpm"), false, List.of(), List.of()));

            assertThat(restored.caveats())
                    .anyMatch(caveat -> caveat.contains(since(20) ? "virtual TPM is new" : "without a virtual TPM"));
            pool.destroyVm(restored.uuid());
        }
    }
}
