package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.MalformedResponseException;
import dev.lifeboat.xen.NewDisk;
import dev.lifeboat.xen.NewNic;
import dev.lifeboat.xen.xapi.Ref;
import dev.lifeboat.xen.xapi.XapiRecord;
import dev.lifeboat.xen.xapi.XapiSession;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Creates disks, drives and NICs of a new VM.
final class NewDevices {

    private static final String DEFAULT_MTU = "1500";

    private final XapiSession session;
    private final PoolObjects objects;
    private final RecordTree original;
    private final Map<String, String> markers;

    NewDevices(XapiSession session, PoolObjects objects, RecordTree original, Map<String, String> markers) {
        this.session = session;
        this.objects = objects;
        this.original = original;
        this.markers = markers;
    }

    /// VHD images hold no more.
    private static final long LARGEST_VHD_BYTES = 2_040L << 30;

    /// Without the original's `sm_config`, which describes where it lay. Writable, since it is to be written;
    /// the drive says whether the guest may write.
    String createVdi(String sr, NewDisk disk) {
        var record = new HashMap<String, Object>(Map.of(
                "name_label",
                disk.name(),
                "name_description",
                "",
                "SR",
                sr,
                "virtual_size",
                Long.toString(disk.virtualSizeBytes()),
                "type",
                "user",
                "sharable",
                false,
                "read_only",
                false,
                "other_config",
                markers));
        imageFormat(sr, disk.virtualSizeBytes()).ifPresent(format -> record.put("sm_config", format));
        return ref("VDI.create", record);
    }

    /// Drivers that know several formats have to be told when a disk needs another than the usual.
    private Optional<Map<String, String>> imageFormat(String sr, long sizeBytes) {
        if (sizeBytes <= LARGEST_VHD_BYTES) {
            return Optional.empty();
        }
        boolean qcow2 =
                ImageFormats.of(objects, objects.record("SR", sr).text("type")).contains(ImageFormats.QCOW2);
        return qcow2 ? Optional.of(Map.of("image-format", ImageFormats.QCOW2)) : Optional.empty();
    }

    void attach(String vm, String vdi, NewDisk disk) {
        var drive = drive(vm, disk.device(), "Disk", disk.readOnly() ? "RO" : "RW");
        drive.put("VDI", vdi);
        drive.put("bootable", disk.bootable());
        drive.put("other_config", Map.of("owner", ""));
        ref("VBD.create", drive);
    }

    /// What was in them is not part of the backup.
    void createEmptyCdDrives(String vm, Set<String> takenDevices) {
        original.vbds().stream()
                .filter(vbd -> vbd.text("type").equals("CD") && !takenDevices.contains(vbd.text("userdevice")))
                .map(vbd -> drive(vm, vbd.text("userdevice"), "CD", "RO"))
                .forEach(drive -> ref("VBD.create", drive));
    }

    void createNic(String vm, String network, NewNic nic) {
        var like = original.vif(nic.device());
        ref(
                "VIF.create",
                Map.of(
                        "device", nic.device(),
                        "network", network,
                        "VM", vm,
                        "MAC", nic.mac().orElse(""),
                        "MTU", text(like, "MTU").orElse(DEFAULT_MTU),
                        "other_config", map(like, "other_config"),
                        "qos_algorithm_type", text(like, "qos_algorithm_type").orElse(""),
                        "qos_algorithm_params", map(like, "qos_algorithm_params")));
    }

    private static Map<String, Object> drive(String vm, String userdevice, String type, String mode) {
        return new HashMap<>(Map.of(
                "VM",
                vm,
                "VDI",
                Ref.NULL,
                "userdevice",
                userdevice,
                "bootable",
                false,
                "mode",
                mode,
                "type",
                type,
                "empty",
                type.equals("CD"),
                "other_config",
                Map.of(),
                "qos_algorithm_type",
                "",
                "qos_algorithm_params",
                Map.of()));
    }

    private static Optional<String> text(Optional<XapiRecord> record, String field) {
        return record.map(found -> found.text(field)).filter(text -> !text.isEmpty());
    }

    private static Map<String, String> map(Optional<XapiRecord> record, String field) {
        return record.map(found -> found.map(field)).orElse(Map.of());
    }

    private String ref(String method, Object record) {
        return Ref.of(session.call(method, record))
                .orElseThrow(() -> new MalformedResponseException(method + ": gave no ref"));
    }
}
