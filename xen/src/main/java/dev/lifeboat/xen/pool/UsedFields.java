package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.xmlrpc.Wanted;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The fields that are read in bulk, by class: of some hundred in a record, those that an inventory is made of.
/// Records that are stored with a backup are read one by one, and whole.
final class UsedFields {

    /// How deep `get_all_records` has a field: envelope, records by ref, record.
    private static final int BULK_READ_DEPTH = 3;

    /// How deep `event.from` has one: envelope, batch, event, record.
    private static final int EVENT_DEPTH = 4;

    private static final Map<String, Set<String>> BY_CLASS = Map.ofEntries(
            fields("pool", "name_label master default_SR restrictions"),
            fields(
                    "host",
                    "name_label address enabled metrics software_version API_version_major API_version_minor"
                            + " control_domain"),
            fields("host_metrics", "live"),
            fields("SR", "name_label type content_type shared PBDs physical_size physical_utilisation"),
            fields("SM", "type features supported_image_formats"),
            fields("PBD", "host SR currently_attached"),
            fields("PIF", "host network currently_attached IP IPv6 management"),
            fields("network", "name_label purpose"),
            fields(
                    "VM",
                    "name_label name_description power_state resident_on tags memory_dynamic_max VCPUs_at_startup"
                            + " HVM_boot_params guest_metrics VBDs VIFs current_operations other_config"
                            + " is_control_domain is_a_snapshot is_a_template snapshot_of snapshot_time snapshot_info"),
            fields("VBD", "VM VDI type empty userdevice bootable mode"),
            fields(
                    "VDI",
                    "name_label SR virtual_size cbt_enabled is_a_snapshot snapshot_of type other_config VBDs"
                            + " physical_utilisation"),
            fields("VIF", "device MAC network"),
            fields("VM_guest_metrics", "os_version PV_drivers_version networks"),
            fields("task", "name_label created status progress other_config"));

    private static final Wanted OF_EVENTS = new Wanted(
            EVENT_DEPTH, BY_CLASS.values().stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet()));

    private UsedFields() {}

    static Wanted inBulkReadOf(String type) {
        var fields = BY_CLASS.get(type);
        if (fields == null) {
            throw new IllegalArgumentException("Nothing says which fields of the class " + type + " are used");
        }
        return new Wanted(BULK_READ_DEPTH, fields);
    }

    static Wanted inEvents() {
        return OF_EVENTS;
    }

    private static Map.Entry<String, Set<String>> fields(String type, String names) {
        return Map.entry(type, Set.of(("uuid " + names).split(" ", -1)));
    }
}
