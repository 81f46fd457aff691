package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.Markers;
import dev.lifeboat.xen.PowerState;
import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.SnapshotRequest;
import dev.lifeboat.xen.VmSnapshot;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.xapi.Uninterrupted;
import dev.lifeboat.xen.xapi.XapiRecord;
import dev.lifeboat.xen.xapi.XapiSession;
import dev.lifeboat.xen.xapi.XapiTasks;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes snapshots and finds them again.
final class Snapshots {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private final XapiSession session;
    private final PoolObjects objects;
    private final SnapshotRemoval removal;
    private final VdiRemoval vdiRemoval;
    private final SnapshotCalls calls;
    private final OtherConfig otherConfig;

    Snapshots(
            XapiSession session, XapiTasks tasks, PoolObjects objects, SnapshotRemoval removal, VdiRemoval vdiRemoval) {
        this.session = session;
        this.objects = objects;
        this.removal = removal;
        this.vdiRemoval = vdiRemoval;
        this.calls = new SnapshotCalls(tasks);
        this.otherConfig = new OtherConfig(session);
    }

    VmSnapshot take(SnapshotRequest request) {
        String vm = objects.ref("VM", request.vm());
        var excluded = request.excludedVdis().stream()
                .flatMap(vdi -> objects.findRef("VDI", vdi).stream())
                .collect(Collectors.toUnmodifiableSet());
        var made = calls.make(vm, request, excluded);
        String snapshot = made.ref();
        try {
            dropDisksOf(snapshot, excluded);
            makeExportable(snapshot);
            mark(snapshot, markers(request, made));
            return of(objects.record("VM", snapshot));
        } catch (XenException e) {
            destroyAgain(snapshot, e);
            throw e;
        }
    }

    List<VmSnapshot> marked(String key, String value) {
        return objects.all("VM").values().stream()
                .filter(vm -> vm.flag("is_a_snapshot"))
                .filter(vm -> value.equals(markers(vm).get(key)))
                .map(this::of)
                .toList();
    }

    List<VmSnapshot> marked() {
        return objects.all("VM").values().stream()
                .filter(vm -> vm.flag("is_a_snapshot") && !markers(vm).isEmpty())
                .map(this::of)
                .toList();
    }

    private static Map<String, String> markers(XapiRecord object) {
        return Markers.own(object.uuid(), object.map("other_config"));
    }

    List<VmSnapshot> named(UUID vm, String name) {
        return objects.findRef("VM", vm).flatMap(ref -> objects.find("VM", ref)).stream()
                .flatMap(record -> objects.followAll(record, "snapshots", "VM").stream())
                .filter(snapshot -> snapshot.text("name_label").equals(name))
                .map(this::of)
                .toList();
    }

    /// The snapshot that a VM, or a snapshot of it, continues from: the last one taken of it before, or the one that it
    /// was reverted to since.
    Optional<VmSnapshot> parent(UUID vm) {
        return objects.findRef("VM", vm)
                .flatMap(ref -> objects.find("VM", ref))
                .flatMap(record -> objects.follow(record, "parent", "VM"))
                .filter(parent -> parent.flag("is_a_snapshot"))
                .map(this::of);
    }

    /// Only an old server has made any of these, and a quiesced snapshot.
    private void dropDisksOf(String snapshot, Set<String> excluded) {
        if (excluded.isEmpty()) {
            return;
        }
        Vbds.disks(objects, objects.record("VM", snapshot))
                .filter(disk ->
                        disk.vdi().ref("snapshot_of").filter(excluded::contains).isPresent())
                .forEach(disk -> vdiRemoval.destroy(disk.vdiRef()));
    }

    /// Every snapshot is born a template, as which an export of it would come back.
    private void makeExportable(String snapshot) {
        try {
            session.call("VM.set_is_a_template", snapshot, false);
        } catch (XapiException e) {
            LOG.debug("A snapshot stays a template: {}", e.getMessage());
        }
    }

    private static Map<String, String> markers(SnapshotRequest request, SnapshotCalls.Made made) {
        var markers = new HashMap<>(request.markers());
        made.notQuiesced().ifPresent(why -> markers.put(Markers.NOT_QUIESCED, why));
        return markers;
    }

    private void mark(String snapshot, Map<String, String> markers) {
        var vm = objects.record("VM", snapshot);
        Vbds.disks(objects, vm)
                .forEach(disk -> otherConfig.mark(
                        "VDI",
                        disk.vdiRef(),
                        disk.vdi().map("other_config"),
                        Markers.on(disk.vdi().uuid(), markers)));
        otherConfig.mark("VM", snapshot, vm.map("other_config"), Markers.on(vm.uuid(), markers));
    }

    private void destroyAgain(String snapshot, XenException reason) {
        try {
            Uninterrupted.run(() -> removal.destroy(snapshot));
        } catch (XenException e) {
            reason.addSuppressed(e);
        }
    }

    private VmSnapshot of(XapiRecord vm) {
        return new VmSnapshot(
                vm.uuid(),
                objects.uuid(vm, "snapshot_of", "VM").orElse(Lookup.NIL),
                vm.text("name_label"),
                vm.instant("snapshot_time"),
                Vbds.disks(objects, vm).map(this::disk).toList(),
                markers(vm),
                vm.map("snapshot_info").getOrDefault("disk-snapshot-type", "").equals("quiesced"),
                Optional.ofNullable(vm.map("snapshot_info").get("power-state-at-snapshot"))
                        .flatMap(Snapshots::powerState));
    }

    /// Of what a snapshot says of its VM; some releases say nothing, and what cannot be read is no reason to fail.
    private static Optional<PowerState> powerState(String text) {
        return Arrays.stream(PowerState.values())
                .filter(state -> state.name().equalsIgnoreCase(text))
                .findFirst();
    }

    private SnapshotDisk disk(Vbds.Disk disk) {
        return new SnapshotDisk(
                disk.vbd().text("userdevice"),
                objects.uuid(disk.vdi(), "snapshot_of", "VDI").orElse(Lookup.NIL),
                disk.vdi().uuid(),
                disk.vdi().text("name_label"),
                objects.uuid(disk.vdi(), "SR", "SR").orElse(Lookup.NIL),
                disk.vdi().integer("virtual_size"),
                disk.vdi().flag("cbt_enabled"),
                ImageFormats.of(disk.vdi()));
    }
}
