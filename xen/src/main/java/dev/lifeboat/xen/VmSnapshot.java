package dev.lifeboat.xen;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A snapshot that exists in the pool.
///
/// @param uuid of the snapshot VM
/// @param vmUuid of the VM it was taken from; the nil UUID when that VM is gone
/// @param markers what `other_config` holds under [Markers#PREFIX]
/// @param quiesced whether the guest settled its file systems first
/// @param poweredAs what the VM was doing at that moment, where the pool says so
public record VmSnapshot(
        UUID uuid,
        UUID vmUuid,
        String name,
        Instant takenAt,
        List<SnapshotDisk> disks,
        Map<String, String> markers,
        boolean quiesced,
        Optional<PowerState> poweredAs) {

    public VmSnapshot {
        disks = List.copyOf(disks);
        markers = Map.copyOf(markers);
    }

    /// One that shows the disks as after a power cut.
    public VmSnapshot(
            UUID uuid,
            UUID vmUuid,
            String name,
            Instant takenAt,
            List<SnapshotDisk> disks,
            Map<String, String> markers) {
        this(uuid, vmUuid, name, takenAt, disks, markers, false, Optional.empty());
    }

    /// Why the guest did not settle its file systems, when it was asked for and was not possible. It is kept with the
    /// snapshot, so that whoever finds it later knows.
    public Optional<String> notQuiescedBecause() {
        return Optional.ofNullable(markers.get(Markers.NOT_QUIESCED));
    }
}
