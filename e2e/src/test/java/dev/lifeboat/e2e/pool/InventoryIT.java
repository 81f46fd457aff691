package dev.lifeboat.e2e.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.simulator.RunningVm;
import dev.lifeboat.xen.NbdState;
import dev.lifeboat.xen.Shortcoming;
import dev.lifeboat.xen.Shortcoming.Feature;
import dev.lifeboat.xen.VirtualMachine;
import java.util.List;
import org.junit.jupiter.api.Test;

class InventoryIT extends AgainstSimulator {

    @Test
    void holdsWhatTheSimulatorAnnounces() {
        try (var pool = connect()) {
            var inventory = pool.readInventory();

            assertThat(inventory.pool().version())
                    .isEqualTo(profile().softwareVersion().get("product_version"));
            assertThat(inventory.pool().product())
                    .isEqualTo(profile().softwareVersion().get("product_brand"));
            assertThat(inventory.pool().apiVersion()).isEqualTo("2." + profile().apiMinor());
            assertThat(inventory.hosts()).hasSize(2).allMatch(host -> host.live() && host.enabled());
            assertThat(inventory.storageRepositories()).anyMatch(sr -> sr.writable() && sr.sizeBytes() > 0);
            for (var announced : simulator().vms()) {
                var vm = machine(inventory.vms(), announced.uuid());
                assertThat(vm.name()).isEqualTo(announced.name());
                assertThat(vm.disks())
                        .extracting(disk -> disk.device() + " " + disk.vdiUuid() + " " + disk.virtualSizeBytes())
                        .containsExactlyElementsOf(disks(announced));
                assertThat(pool.findVm(vm.uuid())).contains(vm);
            }
        }
    }

    /// Which release can what: section 1.10 of the facts on XAPI.
    @Test
    void capabilitiesAreThoseOfTheRelease() {
        try (var pool = connect()) {
            var can = pool.capabilities();

            assertThat(can.cbt()).as("changed blocks").isEqualTo(since(8));
            assertThat(can.nbd()).as("NBD").isEqualTo(since(8) ? NbdState.TLS : NbdState.NONE);
            assertThat(can.transferNetworks().isEmpty()).isEqualTo(!since(8));
            assertThat(can.ignoreVdis()).as("leaving disks out").isEqualTo(since(20));
            assertThat(can.quiesce()).as("quiesced snapshots").isEqualTo(!since(14));
            assertThat(can.zstd()).as("zstd").isEqualTo(since(14));
            assertThat(can.vtpm()).as("virtual TPM").isEqualTo(since(20));
            assertThat(can.shortcomings())
                    .extracting(Shortcoming::feature)
                    .contains(since(14) ? Feature.QUIESCE : Feature.VTPM);
        }
    }

    @Test
    void recordsOfAVmAreKeptWhole() {
        try (var pool = connect()) {
            var vm = vmWithTwoDisks(pool);

            var tree = pool.readRecords(vm.uuid()).tree();

            assertThat(tree).containsOnlyKeys("vm", "vbds", "vdis", "vifs", "networks", "vtpms", "guest_metrics");
            assertThat(tree.get("vm").toString()).contains("platform", "recommendations", "memory_static_max");
        }
    }

    private static VirtualMachine machine(List<VirtualMachine> machines, String uuid) {
        return machines.stream()
                .filter(vm -> vm.uuid().toString().equals(uuid))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> disks(RunningVm vm) {
        return vm.disks().stream()
                .map(disk -> disk.userdevice() + " " + disk.vdiUuid() + " " + disk.sizeBytes())
                .toList();
    }
}
