package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.Markers;
import dev.lifeboat.xen.xapi.XapiSession;
import java.util.Map;

/// Writes our markers to an object's `other_config`.
final class OtherConfig {

    private final XapiSession session;

    OtherConfig(XapiSession session) {
        this.session = session;
    }

    /// Leaves exactly these markers of ours, whatever was inherited from the live object.
    void mark(String type, String ref, Map<String, String> inherited, Map<String, String> markers) {
        Markers.of(inherited).keySet().stream()
                .filter(key -> !markers.containsKey(key))
                .forEach(key -> session.call(type + ".remove_from_other_config", ref, key));
        markers.forEach((key, value) -> put(type, ref, key, value));
    }

    /// Removing what is not there is no error; adding what is there is one.
    private void put(String type, String ref, String key, String value) {
        session.call(type + ".remove_from_other_config", ref, key);
        session.call(type + ".add_to_other_config", ref, key, value);
    }
}
