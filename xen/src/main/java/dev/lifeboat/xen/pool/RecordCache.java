package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Records as they were last heard of. Not safe for use by several threads.
final class RecordCache implements RecordSource {

    private final Map<String, Map<String, XapiRecord>> byType = new HashMap<>();

    @Override
    public Map<String, XapiRecord> all(String type) {
        return Collections.unmodifiableMap(records(type));
    }

    @Override
    public Optional<XapiRecord> find(String type, String ref) {
        return Optional.ofNullable(records(type).get(ref));
    }

    /// Puts a record in place of what was known.
    ///
    /// @return whether it differs from that
    boolean put(String type, String ref, XapiRecord record) {
        return !record.equals(records(type).put(ref, record));
    }

    /// Forgets a record.
    ///
    /// @return whether it was known
    boolean remove(String type, String ref) {
        return records(type).remove(ref) != null;
    }

    private Map<String, XapiRecord> records(String type) {
        return byType.computeIfAbsent(type, _ -> new TreeMap<>());
    }
}
