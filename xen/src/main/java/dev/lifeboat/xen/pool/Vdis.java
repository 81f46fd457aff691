package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.Markers;
import dev.lifeboat.xen.VdiState;
import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Looks at VDIs.
final class Vdis {

    private final PoolObjects objects;

    Vdis(PoolObjects objects) {
        this.objects = objects;
    }

    VdiState state(UUID uuid) {
        return state(objects.record("VDI", objects.ref("VDI", uuid)));
    }

    Optional<VdiState> find(UUID uuid) {
        return objects.findRef("VDI", uuid)
                .flatMap(ref -> objects.find("VDI", ref))
                .map(this::state);
    }

    private VdiState state(XapiRecord vdi) {
        return new VdiState(
                vdi.uuid(),
                vdi.text("name_label"),
                vdi.text("type"),
                vdi.integer("virtual_size"),
                vdi.flag("cbt_enabled"),
                objects.uuid(vdi, "snapshot_of", "VDI"),
                objects.uuid(vdi, "SR", "SR").orElse(Lookup.NIL),
                ImageFormats.of(vdi),
                vdi.map("other_config"));
    }

    List<MarkedVdi> marked(String keyPrefix) {
        var all = objects.all("VDI");
        return all.values().stream()
                .filter(vdi -> ofSnapshot(vdi) && own(vdi).keySet().stream().anyMatch(key -> key.startsWith(keyPrefix)))
                .map(vdi -> marked(vdi, all, own(vdi)))
                .toList();
    }

    /// Marked disks of restores that hang on no VM.
    List<MarkedVdi> detached() {
        var all = objects.all("VDI");
        return all.values().stream()
                .filter(vdi -> !ofSnapshot(vdi) && vdi.refs("VBDs").isEmpty())
                .filter(vdi -> !Markers.of(vdi.map("other_config")).isEmpty())
                .map(vdi -> marked(vdi, all, Markers.of(vdi.map("other_config"))))
                .toList();
    }

    private static Map<String, String> own(XapiRecord vdi) {
        return Markers.own(vdi.uuid(), vdi.map("other_config"));
    }

    private static boolean ofSnapshot(XapiRecord vdi) {
        return vdi.flag("is_a_snapshot") || vdi.text("type").equals(MarkedVdi.CBT_METADATA);
    }

    List<UUID> detached(String key, String value) {
        return objects.all("VDI").values().stream()
                .filter(vdi -> !vdi.flag("is_a_snapshot") && vdi.refs("VBDs").isEmpty())
                .filter(vdi -> value.equals(vdi.map("other_config").get(key)))
                .map(XapiRecord::uuid)
                .toList();
    }

    private static MarkedVdi marked(XapiRecord vdi, Map<String, XapiRecord> all, Map<String, String> markers) {
        return new MarkedVdi(
                vdi.uuid(),
                vdi.ref("snapshot_of")
                        .flatMap(ref -> Optional.ofNullable(all.get(ref)))
                        .map(XapiRecord::uuid),
                vdi.text("type"),
                vdi.flag("cbt_enabled"),
                vdi.integer("virtual_size"),
                vdi.text("physical_utilisation").isEmpty() ? 0 : vdi.integer("physical_utilisation"),
                markers);
    }
}
