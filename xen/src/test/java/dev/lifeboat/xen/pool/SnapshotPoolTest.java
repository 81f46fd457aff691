package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.xen.SnapshotRequest;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.fake.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A VM with two disks and an ISO, in a pool that takes snapshots as the server does.
abstract class SnapshotPoolTest extends PoolTest {

    static final Map<String, String> MARKERS = Map.of("lifeboat:backup-uid", "b1", "lifeboat:policy", "nightly");

    XenPool connection;

    String sr;

    String vm;

    String root;

    String scratch;

    boolean oldServer;

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

    SnapshotRequest request(Set<UUID> excluded) {
        return new SnapshotRequest(pool.uuid("VM", vm), "backup of web", excluded, MARKERS);
    }

    String disk(String name, int size, boolean cbt) {
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

    String attach(String owner, String vdi, String device, boolean cd) {
        String vbd = pool.add(
                "VBD",
                Map.of("VM", owner, "VDI", vdi, "userdevice", device, "type", cd ? "CD" : "Disk", "empty", false));
        append("VM", owner, "VBDs", vbd);
        append("VDI", vdi, "VBDs", vbd);
        return vbd;
    }

    void append(String type, String ref, String field, String added) {
        var record = pool.records(type).get(ref);
        var refs = new ArrayList<Object>((List<?>) record.getOrDefault(field, List.of()));
        refs.add(added);
        record.put(field, refs);
    }

    /// Copies markers and all, as the server does.
    Object snapshot(List<Object> parameters) {
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

    void snapshotDisk(String snapshot, Map<String, Object> vbd, List<?> ignored) {
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

    String ref(String type, UUID uuid) {
        return pool.records(type).entrySet().stream()
                .filter(entry -> entry.getValue().get("uuid").equals(uuid.toString()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }
}
