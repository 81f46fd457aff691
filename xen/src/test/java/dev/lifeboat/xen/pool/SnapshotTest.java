package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.SnapshotRequest;
import dev.lifeboat.xen.VmSnapshot;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.fake.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SnapshotTest extends SnapshotPoolTest {

    @Test
    void findsTheSnapshotThatAVmContinuesFrom() {
        assertThat(connection.findParent(pool.uuid("VM", vm))).isEmpty();
        var first = connection.takeSnapshot(request(Set.of()));
        var ref = pool.records("VM").entrySet().stream()
                .filter(record ->
                        first.uuid().toString().equals(record.getValue().get("uuid")))
                .findFirst()
                .orElseThrow()
                .getKey();
        pool.records("VM").get(vm).put("parent", ref);

        assertThat(connection.findParent(pool.uuid("VM", vm)))
                .hasValueSatisfying(parent -> assertThat(parent.uuid()).isEqualTo(first.uuid()));
        assertThat(connection.findParent(first.uuid())).isEmpty();
        assertThat(connection.findParent(UUID.randomUUID())).isEmpty();
    }

    @Test
    void takesASnapshotThatIsMarkedAndNoTemplate() {
        var taken = connection.takeSnapshot(request(Set.of()));

        assertThat(taken.vmUuid()).isEqualTo(pool.uuid("VM", vm));
        assertThat(taken.name()).isEqualTo("backup of web");
        assertThat(taken.takenAt()).isEqualTo(Instant.parse("2026-01-31T10:15:30Z"));
        assertThat(taken.markers()).isEqualTo(MARKERS);
        assertThat(taken.disks()).extracting(SnapshotDisk::device).containsExactly("0", "10");
        var disk = taken.disks().getFirst();
        assertThat(disk.vdiUuid()).isEqualTo(pool.uuid("VDI", root));
        assertThat(disk.virtualSizeBytes()).isEqualTo(10_000);
        assertThat(disk.srUuid()).isEqualTo(pool.uuid("SR", sr));
        assertThat(disk.cbtEnabled()).isTrue();
        var record = pool.records("VM").get(ref("VM", taken.uuid()));
        assertThat(record).containsEntry("is_a_template", false);
        assertThat(pool.callsOf("Async.VM.snapshot").getFirst()).hasSize(2);
    }

    @Test
    void clearsInheritedMarkersAndLeavesOtherKeys() {
        var taken = connection.takeSnapshot(
                new SnapshotRequest(pool.uuid("VM", vm), "s", Set.of(), Map.of("lifeboat:policy", "nightly")));

        assertThat(pool.records("VM").get(ref("VM", taken.uuid())).get("other_config"))
                .isEqualTo(Map.of(
                        "folder",
                        "/x",
                        "lifeboat:policy",
                        "nightly",
                        "lifeboat:object",
                        taken.uuid().toString()));
        String snapshotVdi = ref("VDI", taken.disks().getFirst().snapshotVdiUuid());
        assertThat(pool.records("VDI").get(snapshotVdi).get("other_config"))
                .isEqualTo(Map.of(
                        "user",
                        "key",
                        "lifeboat:policy",
                        "nightly",
                        "lifeboat:object",
                        taken.disks().getFirst().snapshotVdiUuid().toString()));
        assertThat(pool.records("VDI").get(root).get("other_config"))
                .as("the live disk is not touched")
                .isEqualTo(Map.of("user", "key", "lifeboat:stale", "x"));
    }

    @Test
    void leavesDisksOutWhereTheServerCan() {
        var taken = connection.takeSnapshot(request(Set.of(pool.uuid("VDI", scratch), UUID.randomUUID())));

        assertThat(taken.disks()).extracting(SnapshotDisk::device).containsExactly("0");
        assertThat(pool.callsOf("Async.VM.snapshot").getFirst().get(2)).isEqualTo(List.of(scratch));
        assertThat(pool.callsOf("Async.VDI.destroy")).isEmpty();
    }

    @Test
    void removesTheSnapshotsOfExcludedDisksWhereTheServerCannotLeaveThemOut() {
        oldServer = true;

        var taken = connection.takeSnapshot(request(Set.of(pool.uuid("VDI", scratch))));

        assertThat(taken.disks()).extracting(SnapshotDisk::device).containsExactly("0");
        assertThat(pool.records("VDI").values())
                .filteredOn(vdi -> scratch.equals(vdi.get("snapshot_of")))
                .isEmpty();
        assertThat(pool.records("VDI")).containsKey(scratch);
    }

    @Test
    void aSnapshotThatCannotBeMarkedIsDestroyedAgain() {
        pool.on("VM.add_to_other_config", _ -> {
            throw new Failure("RBAC_PERMISSION_DENIED", "VM.add_to_other_config", "no");
        });

        assertThatThrownBy(() -> connection.takeSnapshot(request(Set.of())))
                .isInstanceOf(XapiException.class)
                .hasMessageContaining("RBAC_PERMISSION_DENIED");

        assertThat(pool.records("VM")).containsOnlyKeys(vm);
        assertThat(pool.records("VDI")).hasSize(3);
    }

    @Test
    void findsSnapshotsAndDisksByTheirMarkers() {
        var taken = connection.takeSnapshot(request(Set.of()));

        assertThat(connection.findSnapshots("lifeboat:backup-uid", "b1")).containsExactly(taken);
        assertThat(connection.findSnapshots("lifeboat:backup-uid", "old")).isEmpty();
        assertThat(connection.findMarkedVdis("lifeboat:backup"))
                .extracting(MarkedVdi::uuid)
                .containsExactlyInAnyOrderElementsOf(taken.disks().stream()
                        .map(SnapshotDisk::snapshotVdiUuid)
                        .toList());
    }

    @Test
    void findsWhatACrashLeftUnmarkedByItsName() {
        String left = (String) snapshot(List.of(vm, "backup of web"));
        pool.records("VM").get(vm).put("snapshots", List.of(left));

        assertThat(connection.findSnapshotsNamed(pool.uuid("VM", vm), "backup of web"))
                .extracting(VmSnapshot::uuid)
                .containsExactly(pool.uuid("VM", left));
        assertThat(connection.findSnapshotsNamed(pool.uuid("VM", vm), "backup")).isEmpty();
        assertThat(connection.findSnapshotsNamed(UUID.randomUUID(), "backup of web"))
                .isEmpty();
    }

    @Test
    void aVmThatIsGoneIsToldAsGone() {
        assertThatThrownBy(
                        () -> connection.takeSnapshot(new SnapshotRequest(UUID.randomUUID(), "s", Set.of(), Map.of())))
                .isInstanceOfSatisfying(
                        XapiException.class, e -> assertThat(e.kind()).isEqualTo(XenException.Kind.GONE));
    }
}
