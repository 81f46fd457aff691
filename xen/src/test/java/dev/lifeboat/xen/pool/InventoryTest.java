package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.xen.GuestTools;
import dev.lifeboat.xen.NbdExport;
import dev.lifeboat.xen.PowerState;
import dev.lifeboat.xen.VdiState.ImageFormat;
import dev.lifeboat.xen.VmDisk;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InventoryTest extends PoolTest {

    private XenPool connection;
    private String host;
    private String sr;
    private String network;
    private String vm;
    private String disk;

    @BeforeEach
    void fillPool() {
        connection = connect();
        String live = pool.add("host_metrics", Map.of("live", true));
        String dom0 = pool.add("VM", vmFields(Map.of("is_control_domain", true, "VTPMs", List.of())));
        host = pool.add(
                "host",
                Map.of(
                        "name_label",
                        "xen1",
                        "address",
                        "10.0.0.1",
                        "enabled",
                        true,
                        "metrics",
                        live,
                        "control_domain",
                        dom0,
                        "API_version_major",
                        "2",
                        "API_version_minor",
                        "21",
                        "software_version",
                        Map.of("product_brand", "XCP-ng", "product_version", "8.3.0")));
        pool.add("SM", Map.of("type", "ext", "features", Map.of("VDI_CONFIG_CBT", "1", "VDI_SNAPSHOT", "1")));
        String pbd = pool.add("PBD", Map.of("host", host, "currently_attached", true));
        sr = storage("local", "ext", "user", List.of(pbd), "1000", "400");
        storage("dvd", "udev", "iso", List.of(pbd), "-1", "-1");
        storage("unplugged", "nfs", "user", List.of(), "10", "20");
        pool.add("pool", Map.of("name_label", "west", "master", host, "default_SR", sr, "restrictions", Map.of()));
        network = pool.add("network", Map.of("name_label", "lan", "purpose", List.of("nbd")));
        disk = pool.add("VDI", Map.of("name_label", "root", "SR", sr, "virtual_size", "42", "cbt_enabled", true));
        vm = pool.add("VM", vmFields(Map.of()));
        pool.add("VM", vmFields(Map.of("is_a_snapshot", true, "is_a_template", false)));
        pool.add("VM", vmFields(Map.of("is_a_template", true)));
    }

    @AfterEach
    void stop() {
        connection.close();
    }

    @Test
    void tellsThePoolItsHostsStorageAndNetworks() {
        var inventory = connection.readInventory();

        assertThat(inventory.pool().name()).isEqualTo("west");
        assertThat(inventory.pool().product()).isEqualTo("XCP-ng");
        assertThat(inventory.pool().version()).isEqualTo("8.3.0");
        assertThat(inventory.pool().apiVersion()).isEqualTo("2.21");
        assertThat(inventory.pool().masterUuid()).isEqualTo(pool.uuid("host", host));
        assertThat(inventory.pool().defaultSrUuid()).contains(pool.uuid("SR", sr));
        assertThat(inventory.hosts())
                .singleElement()
                .satisfies(member -> assertThat(member.live()).isTrue());
        assertThat(inventory.networks())
                .singleElement()
                .satisfies(lan -> assertThat(lan.purposes()).containsExactly("nbd"));
        var local = inventory.storageRepositories().stream()
                .filter(each -> each.name().equals("local"))
                .findFirst()
                .orElseThrow();
        assertThat(local.writable()).isTrue();
        assertThat(local.thin()).isTrue();
        assertThat(local.cbtSupported()).isTrue();
        assertThat(local.freeBytes()).isEqualTo(600);
        assertThat(local.hostUuids()).containsExactly(pool.uuid("host", host));
        assertThat(inventory.storageRepositories())
                .filteredOn(each -> !each.writable())
                .extracting(each -> each.name() + " " + each.freeBytes())
                .containsExactlyInAnyOrder("dvd 0", "unplugged 0");
    }

    @Test
    void tellsOrdinaryVmsWithDisksNicsAndGuest() {
        var machine = connection.readInventory().vms().getFirst();

        assertThat(connection.readInventory().vms()).hasSize(1);
        assertThat(machine.uuid()).isEqualTo(pool.uuid("VM", vm));
        assertThat(machine.powerState()).isEqualTo(PowerState.RUNNING);
        assertThat(machine.hostUuid()).contains(pool.uuid("host", host));
        assertThat(machine.tags()).containsExactly("prod");
        assertThat(machine.memoryBytes()).isEqualTo(1L << 31);
        assertThat(machine.vcpus()).isEqualTo(2);
        assertThat(machine.firmware()).isEqualTo("uefi");
        assertThat(machine.guestTools()).contains(new GuestTools("Debian 12", "7.30.0"));
        assertThat(machine.disks())
                .containsExactly(new VmDisk(
                        "0",
                        pool.uuid("VDI", disk),
                        "root",
                        pool.uuid("SR", sr),
                        42,
                        true,
                        true,
                        false,
                        Set.of(),
                        Optional.empty(),
                        ImageFormat.UNSAID));
        assertThat(machine.nics()).singleElement().satisfies(nic -> {
            assertThat(nic.mac()).isEqualTo("aa:bb");
            assertThat(nic.networkUuid()).isEqualTo(pool.uuid("network", network));
            assertThat(nic.ips()).containsExactly("10.0.0.9", "fd00::9");
        });
        assertThat(machine.currentOperations()).containsExactly("snapshot");
        assertThat(connection.findVm(machine.uuid())).contains(machine);
        assertThat(connection.findVm(UUID.randomUUID())).isEmpty();
        assertThat(connection.findVmsByMarker("lifeboat:restore-uid", "r1")).containsExactly(machine);
        assertThat(connection.findVmsByMarker("lifeboat:restore-uid", "r2")).isEmpty();
    }

    @Test
    void recordsForARestoreHoldEverythingThatLastsInJsonForm() {
        pool.records("VM").get(vm).put("snapshot_metadata", "x".repeat(1000));

        var tree = connection.readRecords(pool.uuid("VM", vm)).tree();

        assertThat(XapiRecord.of(tree.get("vm")).fields())
                .doesNotContainKeys("snapshot_metadata", "current_operations");
        assertThat(((Map<?, ?>) tree.get("vm")).get("memory_dynamic_max")).isEqualTo("2147483648");
        assertThat(XapiRecord.of(tree.get("vbds")).fields()).hasSize(3);
        assertThat(XapiRecord.of(tree.get("vdis")).fields()).containsOnlyKeys(disk);
        assertThat(XapiRecord.of(tree.get("vifs")).fields()).hasSize(1);
        assertThat(XapiRecord.of(tree.get("networks")).fields()).containsOnlyKeys(network);
        assertThat(XapiRecord.of(tree.get("guest_metrics")).fields()).isNotEmpty();
    }

    @Test
    void nbdExportsAreAsThePoolGivesThemAndKeepTheirSecret() {
        pool.on(
                "VDI.get_nbd_info",
                _ -> List.of(Map.of(
                        "exportname", "/u?session_id=OpaqueRef:secret",
                        "address", "10.0.0.1",
                        "port", "10809",
                        "cert", "PEM",
                        "subject", "xen1")));

        var exports = connection.nbdExports(pool.uuid("VDI", disk));

        assertThat(exports)
                .containsExactly(new NbdExport("/u?session_id=OpaqueRef:secret", "10.0.0.1", 10809, "PEM", "xen1"));
        assertThat(exports.getFirst().toString()).doesNotContain("secret");
    }

    @Test
    void aServerWithoutNbdHasNoExports() {
        assertThat(connection.nbdExports(pool.uuid("VDI", disk))).isEmpty();
    }

    private String storage(String name, String type, String content, List<String> pbds, String size, String used) {
        return pool.add(
                "SR",
                Map.of(
                        "name_label", name,
                        "type", type,
                        "content_type", content,
                        "PBDs", pbds,
                        "shared", false,
                        "physical_size", size,
                        "physical_utilisation", used));
    }

    private Map<String, Object> vmFields(Map<String, Object> different) {
        var fields = new HashMap<String, Object>(Map.of(
                "name_label", "web",
                "power_state", "Running",
                "tags", List.of("prod"),
                "memory_dynamic_max", Long.toString(1L << 31),
                "VCPUs_at_startup", "2",
                "HVM_boot_params", Map.of("firmware", "uefi"),
                "current_operations", Map.of("OpaqueRef:t", "snapshot"),
                "other_config", Map.of("lifeboat:restore-uid", "r1")));
        if (different.isEmpty()) {
            fields.put("resident_on", host);
            fields.put("VBDs", drives());
            fields.put(
                    "VIFs",
                    List.of(
                            pool.add("VIF", Map.of("device", "0", "MAC", "aa:bb", "network", network)),
                            "OpaqueRef:gone"));
            fields.put("guest_metrics", guest());
        }
        fields.putAll(different);
        return fields;
    }

    private List<String> drives() {
        var rootDrive =
                new HashMap<String, Object>(Map.of("type", "Disk", "empty", false, "VDI", disk, "userdevice", "0"));
        rootDrive.putAll(Map.of("bootable", true, "mode", "RW"));
        return List.of(
                pool.add("VBD", Map.of("type", "CD", "empty", true, "VDI", "OpaqueRef:NULL", "userdevice", "3")),
                pool.add("VBD", Map.of("type", "Disk", "empty", false, "VDI", "OpaqueRef:gone", "userdevice", "1")),
                pool.add("VBD", rootDrive));
    }

    private String guest() {
        return pool.add(
                "VM_guest_metrics",
                Map.of(
                        "os_version", Map.of("name", "Debian 12"),
                        "PV_drivers_version", Map.of("major", "7", "minor", "30", "micro", "0"),
                        "networks",
                                Map.of(
                                        "0/ip",
                                        "10.0.0.9",
                                        "0/ipv4/0",
                                        "10.0.0.9",
                                        "0/ipv6/0",
                                        "fd00::9",
                                        "1/ip",
                                        "x")));
    }
}
