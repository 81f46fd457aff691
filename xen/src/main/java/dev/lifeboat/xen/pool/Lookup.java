package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Finds what a record points to. Anything may be gone by the time it is looked for.
@FunctionalInterface
interface Lookup {

    /// Stands for what is gone where a UUID is asked for.
    UUID NIL = new UUID(0, 0);

    Optional<XapiRecord> find(String type, String ref);

    /// What a field points to.
    default Optional<XapiRecord> follow(XapiRecord record, String field, String type) {
        return record.ref(field).flatMap(ref -> find(type, ref));
    }

    default Optional<UUID> uuid(XapiRecord record, String field, String type) {
        return follow(record, field, type).map(XapiRecord::uuid);
    }

    /// What a field holds refs to, without what is gone.
    default List<XapiRecord> followAll(XapiRecord record, String field, String type) {
        return record.refs(field).stream()
                .flatMap(ref -> find(type, ref).stream())
                .toList();
    }
}
