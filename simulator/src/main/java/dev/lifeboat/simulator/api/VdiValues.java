package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import java.util.HashMap;
import java.util.Map;

/// Field values of disks that are made from others.
final class VdiValues {
    private VdiValues() {}

    /// What a snapshot or clone has from its source.
    static Map<String, Object> copied(Entity vdi) {
        var values = new HashMap<String, Object>();
        for (var field : new String[] {
            "name_label",
            "name_description",
            "SR",
            "virtual_size",
            "type",
            "sharable",
            "read_only",
            "other_config",
            "xenstore_data",
            "tags",
            "on_boot"
        }) {
            values.put(field, vdi.get(field));
        }
        values.put("managed", true);
        return values;
    }

    /// The base copy below the two.
    static Map<String, Object> hidden(Entity vdi, String uuid) {
        return new HashMap<>(Map.of(
                "uuid",
                uuid,
                "name_label",
                "base copy",
                "SR",
                vdi.text("SR"),
                "virtual_size",
                vdi.number("virtual_size"),
                "type",
                vdi.text("type"),
                "read_only",
                true,
                "location",
                uuid,
                "managed",
                false,
                "on_boot",
                "persist"));
    }
}
