package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.MalformedResponseException;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.xapi.Ref;
import dev.lifeboat.xen.xapi.Request;
import dev.lifeboat.xen.xapi.XapiRecord;
import dev.lifeboat.xen.xapi.XapiSession;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Objects of the pool by class and UUID, each read when asked for.
final class PoolObjects implements Lookup {

    private final XapiSession session;

    PoolObjects(XapiSession session) {
        this.session = session;
    }

    XapiRecord record(String type, String ref) {
        return XapiRecord.of(session.call(type + ".get_record", ref));
    }

    @Override
    public Optional<XapiRecord> find(String type, String ref) {
        return unlessGone(() -> record(type, ref));
    }

    Map<String, XapiRecord> all(String type) {
        return XapiRecord.byRef(
                session.call(Request.of(type + ".get_all_records").keeping(UsedFields.inBulkReadOf(type))));
    }

    String ref(String type, UUID uuid) {
        return Ref.of(session.call(type + ".get_by_uuid", uuid.toString()))
                .orElseThrow(() -> new MalformedResponseException(type + " " + uuid + " has no ref"));
    }

    Optional<String> findRef(String type, UUID uuid) {
        return unlessGone(() -> ref(type, uuid));
    }

    private static <T> Optional<T> unlessGone(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (XapiException.Gone _) {
            return Optional.empty();
        }
    }
}
