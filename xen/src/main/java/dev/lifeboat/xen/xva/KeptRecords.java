package dev.lifeboat.xen.xva;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;

/// The parts of [dev.lifeboat.xen.VmRecords#tree()]. They may come from another year: anything may be missing.
record KeptRecords(Map<String, Object> tree) {

    Map<?, ?> vm() {
        return record("vm");
    }

    Map<String, Map<?, ?>> nics() {
        return records("vifs");
    }

    Map<String, Map<?, ?>> networks() {
        return records("networks");
    }

    /// A VDI; without any fields when it was not kept.
    Map<?, ?> disk(String ref) {
        return records("vdis").getOrDefault(ref, Map.of());
    }

    /// Drives to describe: CD drives, and the disks at these positions.
    ///
    /// @throws IllegalArgumentException there is no disk at one of them
    Map<String, Map<?, ?>> drives(Collection<String> positions) {
        var drives = new LinkedHashMap<String, Map<?, ?>>();
        var missing = new HashSet<>(positions);
        records("vbds").forEach((ref, drive) -> {
            if (!isDisk(drive) || missing.remove(text(drive, "userdevice"))) {
                drives.put(ref, drive);
            }
        });
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("The records of the VM know no disk at position " + missing);
        }
        return drives;
    }

    static boolean isDisk(Map<?, ?> drive) {
        return text(drive, "type").equals("Disk");
    }

    static String text(Map<?, ?> record, String field) {
        return record.get(field) instanceof String text ? text : "";
    }

    private Map<?, ?> record(String part) {
        return tree.get(part) instanceof Map<?, ?> record ? record : Map.of();
    }

    private Map<String, Map<?, ?>> records(String part) {
        var records = new LinkedHashMap<String, Map<?, ?>>();
        record(part).forEach((ref, record) -> {
            if (record instanceof Map<?, ?> fields) {
                records.put(String.valueOf(ref), fields);
            }
        });
        return records;
    }
}
