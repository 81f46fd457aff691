package dev.lifeboat.operator.janitor;

import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.operator.access.MarkerKeys;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.fakes.VmBuilder;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.PoolTask;
import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmSnapshot;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What a sweep may find on a pool, and whose it may be.
final class Objects {
    static final UUID VM = UUID.fromString("10000000-0000-0000-0000-000000000001");
    static final UUID LIVE = UUID.fromString("20000000-0000-0000-0000-000000000001");
    static final UUID SNAPSHOT = UUID.fromString("30000000-0000-0000-0000-000000000001");
    static final UUID DISK = UUID.fromString("40000000-0000-0000-0000-000000000001");
    static final String UID = "5a000000-0000-0000-0000-000000000001";
    static final String LATER_UID = "5a000000-0000-0000-0000-000000000002";
    static final String NAME = Resources.NAMESPACE + "/web-1";

    private Objects() {}

    static Map<String, String> markers() {
        return Map.of(
                MarkerKeys.BACKUP_UID,
                UID,
                MarkerKeys.BACKUP_NAME,
                NAME,
                MarkerKeys.NAMESPACE,
                Resources.NAMESPACE_UID,
                MarkerKeys.VM_UUID,
                VM.toString());
    }

    static Map<String, String> with(Map<String, String> markers, String key, String value) {
        var more = new HashMap<>(markers);
        more.put(key, value);
        return Map.copyOf(more);
    }

    static VmSnapshot snapshot(String name, Map<String, String> markers) {
        return new VmSnapshot(
                SNAPSHOT,
                VM,
                name,
                Instant.EPOCH,
                List.of(new SnapshotDisk("0", LIVE, DISK, "root", Resources.SR, 1 << 20, true)),
                markers);
    }

    static VmSnapshot snapshot() {
        return snapshot("Lifeboat " + NAME + " " + UID, markers());
    }

    static MarkedVdi disk(String type, Map<String, String> markers) {
        return new MarkedVdi(DISK, Optional.of(LIVE), type, true, 1 << 20, 4096, markers);
    }

    static VirtualMachine vm(String name, Map<String, String> otherConfig) {
        return VmBuilder.vm(VM, name).otherConfig(otherConfig).build();
    }

    static Map<String, String> restoreMarkers() {
        return Map.of(
                MarkerKeys.RESTORE_UID,
                UID,
                MarkerKeys.RESTORE_NAME,
                Resources.NAMESPACE + "/r",
                MarkerKeys.NAMESPACE,
                Resources.NAMESPACE_UID);
    }

    static PoolTask task(String originator) {
        return new PoolTask(DISK, "Lifeboat: Export", PoolTask.Status.PENDING, 0, Instant.EPOCH, originator);
    }

    /// @param condition `Complete`, `Failed`, or anything else for one under way
    /// @param kept      kind of what its snapshot left
    static VmBackup backup(String uid, String condition, String kept, String pointInTime) {
        return Serialization.unmarshal(
                """
                metadata: {name: b-%1$s, namespace: backups, uid: %1$s, creationTimestamp: "2026-01-01T00:00:00Z"}
                spec:
                  source: {hypervisorRef: {name: pool}, vmUUID: %6$s}
                  storageRef: {name: bucket}
                status:
                  conditions: [{type: %2$s, status: "True"}]
                  startedAt: "2026-01-01T00:00:00Z"
                  pointInTime: "%3$s"
                  vm: {uuid: %6$s, name: web, poolUUID: p, poolName: p}
                  snapshot: {kind: %4$s, uuid: %7$s}
                  disks: [{device: "0", vdiUUID: x, snapshotVdiUUID: %5$s, name: root}]
                """.formatted(uid, condition, pointInTime, kept, DISK, VM, SNAPSHOT), VmBackup.class);
    }

    /// The same of one that left nothing of its own, for the next one starts from the same as it did.
    static VmBackup startedFrom(VmBackup backup, String base) {
        var tree = Serialization.asYaml(backup).replace("kind: \"None\"", "kind: \"None\"\n    base: \"" + base + "\"");
        return Serialization.unmarshal(tree, VmBackup.class);
    }

    static VmBackup backup(String condition, String kept) {
        return backup(UID, condition, kept, "2026-01-01T00:00:00Z");
    }

    static VmRestore restore(String condition) {
        return Serialization.unmarshal("""
            metadata: {name: r, namespace: backups, uid: %s, creationTimestamp: "2026-01-01T00:00:00Z"}
            status: {conditions: [{type: %s, status: "True"}]}
            """.formatted(UID, condition), VmRestore.class);
    }
}
