package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.PoolTask;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmSnapshot;
import dev.lifeboat.xen.XenPool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What counts as ours in a pool, and what only looks like it.
class MarkedObjectsTest extends PoolTest {
    private XenPool connection;

    @BeforeEach
    void connectToIt() {
        connection = connect();
    }

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void aPoolWithoutOurMarkersHasNothingOfOurs() {
        add("VM", Map.of("is_a_snapshot", true, "other_config", Map.of("xo:backup:job", "j")));
        add("VM", Map.of("name_label", "Lifeboat backups/web 5a000000-0000-0000-0000-000000000001"));
        add("VDI", Map.of("is_a_snapshot", true, "other_config", Map.of()));
        add("task", Map.of("status", "pending", "created", "20260131T10:15:30Z", "other_config", Map.of()));

        var found = connection.findMarked();

        assertThat(found.snapshots()).isEmpty();
        assertThat(found.snapshotDisks()).isEmpty();
        assertThat(found.vms()).isEmpty();
        assertThat(found.detachedDisks()).isEmpty();
        assertThat(found.tasks()).isEmpty();
    }

    @Test
    void aSnapshotThatInheritedMarkersIsNotOurs() {
        var markers = Map.of(
                "lifeboat:backup-uid", "b", "lifeboat:object", UUID.randomUUID().toString());
        add("VM", Map.of("is_a_snapshot", true, "other_config", markers));
        add("VDI", Map.of("is_a_snapshot", true, "other_config", markers));
        add("VDI", Map.of("type", "cbt_metadata", "other_config", Map.of("lifeboat:backup-uid", "b")));

        assertThat(connection.findMarked().snapshots()).isEmpty();
        assertThat(connection.findMarked().snapshotDisks()).isEmpty();
        assertThat(connection.findSnapshots("lifeboat:backup-uid", "b")).isEmpty();
        assertThat(connection.findMarkedVdis("lifeboat:")).isEmpty();
    }

    @Test
    void whatWeMarkedOurselvesIsFoundWithWhatItTakes() {
        var snapshot = own("VM", Map.of("is_a_snapshot", true, "snapshot_time", "20260131T10:15:30Z"));
        var disk = own("VDI", Map.of("type", "cbt_metadata", "physical_utilisation", "4096"));

        var found = connection.findMarked();

        assertThat(found.snapshots()).extracting(VmSnapshot::uuid).containsExactly(snapshot);
        assertThat(found.snapshots().getFirst().markers()).isEqualTo(Map.of("lifeboat:backup-uid", "b"));
        assertThat(found.snapshotDisks()).extracting(MarkedVdi::uuid).containsExactly(disk);
        assertThat(found.snapshotDisks().getFirst().usedBytes()).isEqualTo(4096);
    }

    @Test
    void aDiskOfARestoreCountsOnlyWhileItHangsOnNoVm() {
        var other = Map.of("lifeboat:restore-uid", "r");
        var alone = pool.uuid("VDI", add("VDI", Map.of("other_config", other)));
        var attached = add("VDI", Map.of("other_config", other, "VBDs", List.of("OpaqueRef:vbd")));

        assertThat(connection.findMarked().detachedDisks())
                .extracting(MarkedVdi::uuid)
                .containsExactly(alone)
                .doesNotContain(pool.uuid("VDI", attached));
    }

    @Test
    void aReleasedVmKeepsItsMarkersAndItsDisksDoNot() {
        var vdi = add("VDI", Map.of("other_config", Map.of("lifeboat:restore-uid", "r", "theirs", "stays")));
        var vm = add(
                "VM",
                Map.of("name_label", "web [being restored]", "other_config", Map.of("lifeboat:restore-uid", "r")));
        var vbd = add("VBD", Map.of("VM", vm, "VDI", vdi, "type", "Disk", "empty", false, "userdevice", "0"));
        pool.records("VM").get(vm).put("VBDs", List.of(vbd));

        connection.releaseVm(pool.uuid("VM", vm), "web");

        assertThat(pool.records("VDI").get(vdi).get("other_config")).isEqualTo(Map.of("theirs", "stays"));
        assertThat(connection.findMarked().vms())
                .extracting(VirtualMachine::name)
                .containsExactly("web");
    }

    @Test
    void tasksAreToldWithWhoMadeThem() {
        add(
                "task",
                Map.of(
                        "status",
                        "pending",
                        "created",
                        "20260131T10:15:30Z",
                        "other_config",
                        Map.of("lifeboat:originator", "lifeboat-agent/x")));

        assertThat(connection.findMarked().tasks())
                .extracting(PoolTask::originator)
                .containsExactly("lifeboat-agent/x");
    }

    private UUID own(String type, Map<String, Object> fields) {
        var ref = add(type, fields);
        var uuid = pool.uuid(type, ref);
        pool.records(type)
                .get(ref)
                .put("other_config", Map.of("lifeboat:backup-uid", "b", "lifeboat:object", uuid.toString()));
        return uuid;
    }

    private String add(String type, Map<String, Object> fields) {
        var all = new HashMap<String, Object>(Map.of(
                "power_state", "Halted", "memory_dynamic_max", "0", "VCPUs_at_startup", "1", "virtual_size", "8192"));
        all.putAll(fields);
        return pool.add(type, all);
    }
}
