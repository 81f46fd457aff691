package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.VmRecords;
import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The parts of kept [VmRecords]. They may come from another pool and another year: anything may be missing.
record RecordTree(XapiRecord vm, List<XapiRecord> vbds, List<XapiRecord> vifs, List<XapiRecord> vtpms) {

    static RecordTree of(VmRecords records) {
        return new RecordTree(
                record(records.tree().get("vm")),
                records(records.tree(), "vbds"),
                records(records.tree(), "vifs"),
                records(records.tree(), "vtpms"));
    }

    Optional<XapiRecord> vif(String device) {
        return vifs.stream().filter(vif -> vif.text("device").equals(device)).findFirst();
    }

    private static List<XapiRecord> records(Map<String, Object> tree, String part) {
        return record(tree.get(part)).fields().values().stream()
                .map(RecordTree::record)
                .toList();
    }

    private static XapiRecord record(@Nullable Object value) {
        return value instanceof Map<?, ?> ? XapiRecord.of(value) : new XapiRecord(Map.of());
    }
}
