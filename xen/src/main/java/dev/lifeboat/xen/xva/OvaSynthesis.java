package dev.lifeboat.xen.xva;

import dev.lifeboat.xen.VmRecords;
import dev.lifeboat.xen.xmlrpc.TypedValue;
import dev.lifeboat.xen.xmlrpc.TypedValue.Struct;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Makes the description of an archive out of the records that are kept with a backup, whichever way its disks
/// came: what `/export` would have written of the VM, had it been halted.
public final class OvaSynthesis {

    private static final String VM_REF = "Ref:0";
    private static final String STORAGE_REF = "Ref:1";

    private final Map<String, String> refs = new LinkedHashMap<>();
    private final List<OvaObject> objects = new ArrayList<>();
    private final Map<String, String> disksByDevice = new LinkedHashMap<>();

    private OvaSynthesis() {}

    /// A description and where each disk is in it.
    ///
    /// @param disksByDevice the archive's ref of each disk, by the position it is plugged in at
    public record Synthesised(OvaXml ova, Map<String, String> disksByDevice) {

        public Synthesised {
            disksByDevice = Map.copyOf(disksByDevice);
        }
    }

    /// Describes a VM that is no template, with the disks that are given and no others.
    ///
    /// @param version of who is to read it, or older
    /// @param sizesByDevice bytes of each disk, by the position it is plugged in at
    /// @throws IllegalArgumentException the records know no disk at that position
    public static Synthesised of(
            VmRecords records, String nameLabel, OvaVersion version, Map<String, Long> sizesByDevice) {
        return of(records, nameLabel, version, sizesByDevice, List.of());
    }

    /// The same with virtual TPMs, whose contents the records do not have and an archive of the pool does.
    ///
    /// @param vtpms objects of another archive of the same VM
    public static Synthesised of(
            VmRecords records,
            String nameLabel,
            OvaVersion version,
            Map<String, Long> sizesByDevice,
            List<OvaObject> vtpms) {
        var synthesis = new OvaSynthesis();
        synthesis.describe(new KeptRecords(records.tree()), nameLabel, sizesByDevice, vtpms);
        return new Synthesised(OvaXml.of(version, synthesis.objects), synthesis.disksByDevice);
    }

    private void describe(
            KeptRecords records, String nameLabel, Map<String, Long> sizesByDevice, List<OvaObject> vtpms) {
        var drives = records.drives(sizesByDevice.keySet());
        name(records, drives);
        var vtpmRefs = IntStream.range(0, vtpms.size())
                .mapToObj(index -> "Ref:" + (refs.size() + 2 + index))
                .toList();
        var vm = vm(records.vm(), nameLabel);
        add("VM", VM_REF, vtpms.isEmpty() ? vm : vm.with("VTPMs", TypedValue.of(vtpmRefs)));
        drives.forEach((ref, drive) -> add("VBD", refs.getOrDefault(ref, ""), drive(drive)));
        records.nics().forEach((ref, nic) -> add("VIF", refs.getOrDefault(ref, ""), nic(nic)));
        records.networks()
                .forEach((ref, network) -> add("network", refs.getOrDefault(ref, ""), device(struct(network))));
        drives.values().stream().filter(KeptRecords::isDisk).forEach(drive -> disk(records, drive, sizesByDevice));
        add("SR", STORAGE_REF, storage());
        for (int i = 0; i < vtpms.size(); i++) {
            add("VTPM", vtpmRefs.get(i), device(vtpms.get(i).fields()).with("VM", TypedValue.text(VM_REF)));
        }
    }

    /// Stands for wherever the disks will be: an import looks whether it holds ISOs, and at nothing else.
    private Struct storage() {
        var fields = new LinkedHashMap<String, Object>();
        for (var text : List.of("uuid", "name_description")) {
            fields.put(text, "");
        }
        fields.put("name_label", "disks");
        fields.put("type", "ext");
        fields.put("content_type", "user");
        fields.put("introduced_by", OvaObject.NULL_REF);
        for (var number : List.of("virtual_allocation", "physical_utilisation", "physical_size")) {
            fields.put(number, "0");
        }
        for (var flag : List.of("shared", "local_cache_enabled", "clustered", "is_tools_sr")) {
            fields.put(flag, false);
        }
        for (var set : List.of("allowed_operations", "PBDs", "tags")) {
            fields.put(set, List.of());
        }
        for (var map : List.of("current_operations", "other_config", "sm_config", "blobs")) {
            fields.put(map, Map.of());
        }
        fields.put("VDIs", List.copyOf(disksByDevice.values()));
        return (Struct) TypedValue.of(fields);
    }

    /// Every object gets its ref before any is described, since they name each other.
    private void name(KeptRecords records, Map<String, Map<?, ?>> drives) {
        var known = new ArrayList<>(drives.keySet());
        known.addAll(records.nics().keySet());
        known.addAll(records.networks().keySet());
        drives.values().stream()
                .filter(KeptRecords::isDisk)
                .map(drive -> KeptRecords.text(drive, "VDI"))
                .forEach(known::add);
        known.forEach(ref -> refs.putIfAbsent(ref, "Ref:" + (refs.size() + 2)));
    }

    private void add(String type, String ref, Struct fields) {
        objects.add(new OvaObject(type, ref, fields));
    }

    private Struct vm(Map<?, ?> kept, String nameLabel) {
        var config = struct(kept).struct("other_config").without("default_template");
        return device(struct(kept))
                .with("name_label", TypedValue.text(nameLabel))
                .with("is_a_template", TypedValue.bool(false))
                .with("is_default_template", TypedValue.bool(false))
                .with("is_a_snapshot", TypedValue.bool(false))
                .with("snapshot_of", TypedValue.text(OvaObject.NULL_REF))
                .with("snapshot_time", new TypedValue.Scalar("dateTime.iso8601", "19700101T00:00:00Z"))
                .with("snapshots", TypedValue.of(List.of()))
                .with("power_state", TypedValue.text("Halted"))
                .with("suspend_VDI", TypedValue.text(OvaObject.NULL_REF))
                .with("blocked_operations", TypedValue.of(Map.of()))
                .with("last_booted_record", TypedValue.text(""))
                .with("other_config", config);
    }

    private Struct nic(Map<?, ?> kept) {
        return device(struct(kept)).with("VM", TypedValue.text(VM_REF));
    }

    private Struct drive(Map<?, ?> kept) {
        var drive = device(struct(kept)).with("VM", TypedValue.text(VM_REF));
        return KeptRecords.isDisk(kept)
                ? drive
                : drive.with("empty", TypedValue.bool(true)).with("VDI", TypedValue.text(OvaObject.NULL_REF));
    }

    /// Nothing is plugged in, and nothing is going on.
    private static Struct device(Struct fields) {
        var idle = fields.with("allowed_operations", TypedValue.of(List.of()))
                .with("current_operations", TypedValue.of(Map.of()));
        return idle.members().containsKey("currently_attached")
                ? idle.with("currently_attached", TypedValue.bool(false))
                : idle;
    }

    private void disk(KeptRecords records, Map<?, ?> drive, Map<String, Long> sizesByDevice) {
        String position = KeptRecords.text(drive, "userdevice");
        String kept = KeptRecords.text(drive, "VDI");
        String ref = refs.getOrDefault(kept, "");
        long sizeBytes = sizesByDevice.getOrDefault(position, 0L);
        disksByDevice.put(position, ref);
        var empty = TypedValue.of(Map.of());
        add(
                "VDI",
                ref,
                device(struct(records.disk(kept)))
                        .with("virtual_size", TypedValue.text(Long.toString(sizeBytes)))
                        .with("SR", TypedValue.text(STORAGE_REF))
                        .with("is_a_snapshot", TypedValue.bool(false))
                        .with("snapshot_of", TypedValue.text(OvaObject.NULL_REF))
                        .with("snapshots", TypedValue.of(List.of()))
                        .with("sm_config", empty)
                        .with("managed", TypedValue.bool(true)));
    }

    private Struct struct(Map<?, ?> kept) {
        return (Struct) TypedValue.of(translated(kept));
    }

    /// Refs to what is not in the archive become «none», in sets they vanish.
    private Object translated(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<Object, Object>();
                map.forEach((key, each) -> copy.put(key, translated(each)));
                yield copy;
            }
            case List<?> list ->
                list.stream()
                        .map(this::translated)
                        .filter(each -> !each.equals(OvaObject.NULL_REF))
                        .toList();
            case String text when text.startsWith("OpaqueRef:") -> refs.getOrDefault(text, OvaObject.NULL_REF);
            default -> value;
        };
    }
}
