package dev.lifeboat.operator.fakes;

import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.Markers;
import dev.lifeboat.xen.SnapshotConsistency;
import dev.lifeboat.xen.SnapshotDisk;
import dev.lifeboat.xen.SnapshotRequest;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmSnapshot;
import dev.lifeboat.xen.XapiException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Snapshots that a pool in memory holds, with their disks and what is left of disks whose snapshot VM is gone.
final class FakeSnapshots {
    private final Map<UUID, VmSnapshot> snapshots = new LinkedHashMap<>();
    private final Map<UUID, MarkedVdi> vdis = new LinkedHashMap<>();
    private final Map<UUID, VmSnapshot> parents = new LinkedHashMap<>();
    private Optional<VmSnapshot> parent = Optional.empty();
    private boolean quiesces;
    private long counter;

    /// Whether guests settle their file systems when asked.
    void quiesces(boolean can) {
        quiesces = can;
    }

    void put(VmSnapshot snapshot) {
        snapshots.put(snapshot.uuid(), snapshot);
        snapshot.disks().forEach(disk -> put(vdi(disk, snapshot.markers())));
    }

    void put(MarkedVdi vdi) {
        vdis.put(vdi.uuid(), vdi);
    }

    List<VmSnapshot> all() {
        return List.copyOf(snapshots.values());
    }

    List<MarkedVdi> vdis() {
        return List.copyOf(vdis.values());
    }

    VmSnapshot take(SnapshotRequest request, VirtualMachine vm) {
        var quiesced = quiesces && request.consistency() != SnapshotConsistency.CRASH_CONSISTENT;
        if (!quiesced && request.consistency() == SnapshotConsistency.QUIESCED) {
            throw XapiException.of("VM.snapshot_with_quiesce", "VM_SNAPSHOT_WITH_QUIESCE_NOT_SUPPORTED", List.of("VM"));
        }
        var disks = vm.disks().stream()
                .filter(disk -> !request.excludedVdis().contains(disk.vdiUuid()))
                .map(disk -> new SnapshotDisk(
                        disk.device(),
                        disk.vdiUuid(),
                        next(),
                        disk.name(),
                        disk.srUuid(),
                        disk.virtualSizeBytes(),
                        disk.cbtEnabled(),
                        disk.format()))
                .toList();
        var markers = new LinkedHashMap<>(request.markers());
        if (!quiesced && request.consistency() == SnapshotConsistency.QUIESCED_IF_POSSIBLE) {
            markers.put(Markers.NOT_QUIESCED, "the guest has no agent");
        }
        var snapshot = new VmSnapshot(
                next(),
                vm.uuid(),
                request.name(),
                Instant.parse("2026-03-01T02:00:30Z"),
                disks,
                markers,
                quiesced,
                Optional.of(vm.powerState()));
        put(snapshot);
        parent.ifPresent(it -> parents.put(snapshot.uuid(), it));
        return snapshot;
    }

    private UUID next() {
        return new UUID(0xbbbbbbbbL << 32, ++counter);
    }

    private static MarkedVdi vdi(SnapshotDisk disk, Map<String, String> markers) {
        return new MarkedVdi(
                disk.snapshotVdiUuid(),
                Optional.of(disk.vdiUuid()),
                "user",
                disk.cbtEnabled(),
                disk.virtualSizeBytes(),
                markers);
    }

    List<VmSnapshot> findSnapshots(String markerKey, String markerValue) {
        return snapshots.values().stream()
                .filter(snapshot -> markerValue.equals(snapshot.markers().get(markerKey)))
                .toList();
    }

    List<VmSnapshot> findSnapshotsNamed(UUID vm, String name) {
        return snapshots.values().stream()
                .filter(snapshot ->
                        snapshot.vmUuid().equals(vm) && snapshot.name().equals(name))
                .toList();
    }

    Optional<VmSnapshot> findParent(UUID vm) {
        return Optional.ofNullable(parents.get(vm));
    }

    /// What every snapshot from now on continues from.
    void revertedTo(VmSnapshot snapshot) {
        parent = Optional.of(snapshot);
    }

    List<MarkedVdi> findMarkedVdis(String markerKeyPrefix) {
        return vdis.values().stream()
                .filter(vdi -> vdi.markers().keySet().stream().anyMatch(key -> key.startsWith(markerKeyPrefix)))
                .toList();
    }

    void destroySnapshot(UUID snapshotVm) {
        Optional.ofNullable(snapshots.remove(snapshotVm))
                .ifPresent(snapshot -> snapshot.disks().forEach(disk -> vdis.remove(disk.snapshotVdiUuid())));
    }

    List<UUID> keepChangeMetadata(UUID snapshotVm) {
        var snapshot = snapshots.remove(snapshotVm);
        if (snapshot == null) {
            return List.of();
        }
        snapshot.disks()
                .forEach(disk -> vdis.computeIfPresent(
                        disk.snapshotVdiUuid(), (_, vdi) -> disk.cbtEnabled() ? metadata(vdi) : null));
        return snapshot.disks().stream().map(SnapshotDisk::snapshotVdiUuid).toList();
    }

    boolean keepChangeMetadataOf(UUID snapshotVdi) {
        return vdis.computeIfPresent(snapshotVdi, (_, vdi) -> metadata(vdi)) != null;
    }

    private static MarkedVdi metadata(MarkedVdi vdi) {
        return new MarkedVdi(
                vdi.uuid(), vdi.snapshotOf(), MarkedVdi.CBT_METADATA, true, vdi.virtualSizeBytes(), vdi.markers());
    }

    void destroyVdi(UUID vdi) {
        vdis.remove(vdi);
    }
}
