package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.SnapshotRequest;
import dev.lifeboat.xen.VmSnapshot;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.fake.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotTest extends PoolTest {

    private static final Map<String, String> MARKERS =
            Map.of("lifeboat:backup-uid", "b1", "lifeboat:policy", "nightly");

    private XenPool connection;
    private String sr;
    private String vm;
    private String root;
    private String scratch;
    private boolean oldServer;

    @BeforeEach
    void addVm() {
        connection = connect();
        sr = pool.add("SR", Map.of("name_label", "local"));
        vm = pool.add(
                "VM",
                Map.of("name_label", "web", "other_config", Map.of("lifeboat:backup-uid", "old", "folder", "/x")));
        root = disk("root", 10_000, true);
        scratch = disk("scratch", 20_000, false);
        attach(vm, root, "0", false);
        attach(vm, scratch, "10", false);
        attach(vm, pool.add("VDI", Map.of("name_label", "cd.iso")), "3", true);
        pool.on("VM.snapshot", this::snapshot);
    }

    @AfterEach
    void everyTaskIsDestroyed() {
        assertThat(pool.records("task")).isEmpty();
        connection.close();
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
    void destroysASnapshotAndItsDisksButNotTheIsoAndNotWhatAnotherVmUses() {
        var taken = connection.takeSnapshot(request(Set.of()));
        String shared = ref("VDI", taken.disks().get(1).snapshotVdiUuid());
        String other = pool.add("VM", Map.of("name_label", "reader"));
        attach(other, shared, "0", false);

        connection.destroySnapshot(taken.uuid());
        connection.destroySnapshot(taken.uuid());

        assertThat(pool.records("VM")).containsOnlyKeys(vm, other);
        assertThat(pool.records("VDI")).hasSize(4).containsKeys(root, scratch, shared);
    }

    @Test
    void neverDestroysWhatIsNoSnapshot() {
        assertThatIllegalArgumentException().isThrownBy(() -> connection.destroySnapshot(pool.uuid("VM", vm)));
        assertThatIllegalArgumentException().isThrownBy(() -> connection.keepChangeMetadata(pool.uuid("VM", vm)));
        assertThat(pool.records("VM")).containsKey(vm);
    }

    @Test
    void aDiskInUseIsWaitedForAndThenDetachedFromControlDomains() {
        var taken = connection.takeSnapshot(request(Set.of()));
        String snapshotVdi = ref("VDI", taken.disks().getFirst().snapshotVdiUuid());
        String dom0 = pool.add("VM", Map.of("is_control_domain", true));
        String vbd = attach(dom0, snapshotVdi, "0", false);
        pool.records("VBD").get(vbd).put("currently_attached", true);
        pool.on("VBD.unplug", parameters -> {
            pool.records("VBD").get((String) parameters.getFirst()).put("currently_attached", false);
            return "";
        });
        pool.on("VDI.destroy", parameters -> {
            if (parameters.getFirst().equals(snapshotVdi) && pool.records("VBD").containsKey(vbd)) {
                throw new Failure("VDI_IN_USE", snapshotVdi, "destroy");
            }
            pool.records("VDI").remove((String) parameters.getFirst());
            return "";
        });

        connection.destroySnapshot(taken.uuid());

        assertThat(pool.records("VDI")).doesNotContainKey(snapshotVdi);
        assertThat(pool.callsOf("Async.VBD.unplug")).hasSize(1);
        assertThat(time.pauses()).filteredOn(Duration.ofSeconds(5)::equals).hasSize(2);
    }

    @Test
    void aDiskThatStaysInUseIsAnErrorAfterTenAttempts() {
        var taken = connection.takeSnapshot(request(Set.of()));
        pool.on("VDI.destroy", _ -> {
            throw new Failure("VDI_IN_USE");
        });

        assertThatThrownBy(() -> connection.destroySnapshot(taken.uuid())).hasMessageContaining("VDI_IN_USE");
        assertThat(pool.callsOf("Async.VDI.destroy")).hasSize(10);
    }

    @Test
    void keepsOnlyTheChangeMetadataOfDisksThatHaveIt() {
        var taken = connection.takeSnapshot(request(Set.of()));
        pool.on("VDI.data_destroy", parameters -> {
            assertThat(pool.records("VM")).as("the snapshot VM goes first").containsOnlyKeys(vm);
            pool.records("VDI").get((String) parameters.getFirst()).put("type", "cbt_metadata");
            return "";
        });

        var kept = connection.keepChangeMetadata(taken.uuid());

        assertThat(kept).containsExactly(taken.disks().getFirst().snapshotVdiUuid());
        assertThat(pool.records("VDI")).as("two disks, an ISO, one metadata").hasSize(4);
        assertThat(connection.findMarkedVdis("lifeboat:")).singleElement().satisfies(vdi -> {
            assertThat(vdi.metadataOnly()).isTrue();
            assertThat(vdi.snapshotOf()).contains(pool.uuid("VDI", root));
            assertThat(vdi.markers()).isEqualTo(MARKERS);
        });
        assertThat(connection.keepChangeMetadata(taken.uuid())).isEmpty();
        assertThat(connection.keepChangeMetadataOf(kept.getFirst())).isTrue();
        assertThat(connection.keepChangeMetadataOf(UUID.randomUUID())).isFalse();
    }

    @Test
    void aVmThatIsGoneIsToldAsGone() {
        assertThatThrownBy(
                        () -> connection.takeSnapshot(new SnapshotRequest(UUID.randomUUID(), "s", Set.of(), Map.of())))
                .isInstanceOfSatisfying(
                        XapiException.class,
                        e -> assertThat(e.kind()).isEqualTo(dev.lifeboat.xen.XenException.Kind.GONE));
    }

    private SnapshotRequest request(Set<UUID> excluded) {
        return new SnapshotRequest(pool.uuid("VM", vm), "backup of web", excluded, MARKERS);
    }

    private String disk(String name, int size, boolean cbt) {
        return pool.add(
                "VDI",
                Map.of(
                        "name_label",
                        name,
                        "virtual_size",
                        Integer.toString(size),
                        "SR",
                        sr,
                        "type",
                        "user",
                        "cbt_enabled",
                        cbt,
                        "other_config",
                        Map.of("user", "key", "lifeboat:stale", "x")));
    }

    private String attach(String owner, String vdi, String device, boolean cd) {
        String vbd = pool.add(
                "VBD",
                Map.of("VM", owner, "VDI", vdi, "userdevice", device, "type", cd ? "CD" : "Disk", "empty", false));
        append("VM", owner, "VBDs", vbd);
        append("VDI", vdi, "VBDs", vbd);
        return vbd;
    }

    private void append(String type, String ref, String field, String added) {
        var record = pool.records(type).get(ref);
        var refs = new java.util.ArrayList<Object>((List<?>) record.getOrDefault(field, List.of()));
        refs.add(added);
        record.put(field, refs);
    }

    /// Copies markers and all, as the server does.
    private Object snapshot(List<Object> parameters) {
        if (oldServer && parameters.size() > 2) {
            throw new Failure("MESSAGE_PARAMETER_COUNT_MISMATCH", "VM.snapshot", "2", "3");
        }
        var ignored = parameters.size() > 2 ? (List<?>) parameters.get(2) : List.of();
        var fields = new HashMap<>(pool.records("VM").get(vm));
        fields.remove("uuid");
        fields.put("VBDs", List.of());
        fields.put("name_label", parameters.get(1));
        fields.put("is_a_snapshot", true);
        fields.put("is_a_template", true);
        fields.put("snapshot_of", vm);
        fields.put("snapshot_time", "20260131T10:15:30Z");
        String snapshot = pool.add("VM", fields);
        for (Object vbd : (List<?>) pool.records("VM").get(vm).get("VBDs")) {
            snapshotDisk(snapshot, pool.records("VBD").get((String) vbd), ignored);
        }
        return snapshot;
    }

    private void snapshotDisk(String snapshot, Map<String, Object> vbd, List<?> ignored) {
        String live = (String) vbd.get("VDI");
        boolean cd = vbd.get("type").equals("CD");
        if (ignored.contains(live)) {
            return;
        }
        if (cd) {
            attach(snapshot, live, (String) vbd.get("userdevice"), true);
            return;
        }
        var fields = new HashMap<>(pool.records("VDI").get(live));
        fields.keySet().removeAll(List.of("uuid", "VBDs"));
        fields.put("is_a_snapshot", true);
        fields.put("snapshot_of", live);
        attach(snapshot, pool.add("VDI", fields), (String) vbd.get("userdevice"), false);
    }

    private String ref(String type, UUID uuid) {
        return pool.records(type).entrySet().stream()
                .filter(entry -> entry.getValue().get("uuid").equals(uuid.toString()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }
}
