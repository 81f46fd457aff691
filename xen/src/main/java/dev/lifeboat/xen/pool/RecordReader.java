package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.VmRecords;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads everything about one VM that a restore may want.
final class RecordReader {

    private static final Logger LOG = LoggerFactory.getLogger(RecordReader.class);

    /// Only good for going back in the pool itself, long, or true for a moment.
    private static final Set<String> PASSING =
            Set.of("snapshot_metadata", "last_booted_record", "allowed_operations", "current_operations", "backtrace");

    private final PoolObjects objects;

    RecordReader(PoolObjects objects) {
        this.objects = objects;
    }

    VmRecords read(UUID uuid) {
        var vm = objects.record("VM", objects.ref("VM", uuid));
        var vbds = records("VBD", vm.refs("VBDs"));
        var vifs = records("VIF", vm.refs("VIFs"));
        return new VmRecords(Map.of(
                "vtpms", lasting(vtpms(vm)),
                "vm", lasting(vm),
                "vbds", lasting(vbds),
                "vifs", lasting(vifs),
                "vdis", lasting(records("VDI", targets(vbds.values(), "VDI"))),
                "networks", lasting(records("network", targets(vifs.values(), "network"))),
                "guest_metrics",
                        objects.follow(vm, "guest_metrics", "VM_guest_metrics")
                                .map(RecordReader::lasting)
                                .orElse(Map.of())));
    }

    /// What they hold is not in their records, and not told to backup users.
    private Map<String, XapiRecord> vtpms(XapiRecord vm) {
        try {
            return records("VTPM", vm.refs("VTPMs"));
        } catch (XapiException.Permanent e) {
            LOG.debug("Virtual TPMs are left out: {}", e.getMessage());
            return Map.of();
        }
    }

    private Map<String, XapiRecord> records(String type, Collection<String> refs) {
        var records = new LinkedHashMap<String, XapiRecord>();
        refs.forEach(ref -> objects.find(type, ref).ifPresent(record -> records.put(ref, record)));
        return records;
    }

    private static List<String> targets(Collection<XapiRecord> records, String field) {
        return records.stream()
                .flatMap(record -> record.ref(field).stream())
                .distinct()
                .toList();
    }

    private static Map<String, Object> lasting(Map<String, XapiRecord> records) {
        return records.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> lasting(entry.getValue())));
    }

    private static Map<String, Object> lasting(XapiRecord record) {
        var fields = new LinkedHashMap<>(record.fields());
        fields.keySet().removeAll(PASSING);
        return fields;
    }
}
