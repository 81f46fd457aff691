package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// All objects of each class that is asked for, read at once and then kept. The classes are read one after
/// the other, so that what one record points to may be missing from the next class.
final class BulkRecords implements RecordSource {

    private final PoolObjects objects;
    private final Map<String, Map<String, XapiRecord>> byType = new HashMap<>();

    BulkRecords(PoolObjects objects) {
        this.objects = objects;
    }

    @Override
    public Map<String, XapiRecord> all(String type) {
        return byType.computeIfAbsent(type, objects::all);
    }

    @Override
    public Optional<XapiRecord> find(String type, String ref) {
        return Optional.ofNullable(all(type).get(ref));
    }
}
